"""The paths of messages, the reader's and the office's."""

from django.urls import path

from accounts.views import messages, office_messages

urlpatterns = [
    path("me/messages/", messages.inbox, name="inbox"),
    path("me/messages/read/", messages.read_all, name="read_all"),
    path("me/messages/preferences/", messages.preferences, name="message_preferences"),
    path("me/messages/<slug:number>/", messages.inbox_message, name="inbox_message"),
    path("me/messages/<slug:number>/unread/", messages.unread, name="unread_message"),
    path("office/accounts/messages/", office_messages.sent, name="sent_messages"),
    path("office/accounts/messages/<slug:number>/retry/", office_messages.retry, name="retry_message"),
]
