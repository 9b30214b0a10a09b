"""The components of every page as template tags: a Python signature is the component's contract."""

from django import template

register = template.Library()
