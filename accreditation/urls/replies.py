from django.urls import path

from accreditation.views import replies

_HERE = "accreditations/applications/<int:pk>/reply/"

urlpatterns = [
    path(_HERE, replies.reply, name="reply"),
    path(f"{_HERE}sections/<int:number>/", replies.reply_section, name="reply_section"),
    path(f"{_HERE}criteria/<int:answer>/", replies.reply_remark, name="reply_remark"),
    path(f"{_HERE}send/", replies.reply_send, name="reply_send"),
    path(f"{_HERE}waive/", replies.reply_waive, name="reply_waive"),
    path("accreditations/reply-files/<uuid:public_id>/", replies.reply_file, name="reply_file"),
]
