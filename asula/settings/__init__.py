"""Settings, one file for each noun. Whatever differs between machines comes from the environment through `env`."""

from asula.settings.apps import *
from asula.settings.database import *
from asula.settings.documents import *
from asula.settings.files import *
from asula.settings.house import *
from asula.settings.ministry import *
from asula.settings.people import *
from asula.settings.ports import *
from asula.settings.security import *
from asula.settings.site import *
from asula.settings.terms import *
from asula.settings.work import *
