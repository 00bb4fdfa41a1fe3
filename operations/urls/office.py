from django.urls import path

from operations.views import closes, news, office

urlpatterns = [
    path("office/", office.home, name="office"),
    path("office/dashboard/", office.dashboard, name="dashboard"),
    path("office/operations/closes/", closes.closes, name="closes"),
    path("office/operations/closes/<str:day>/", closes.close, name="close"),
    path("office/operations/notices/new/", news.write_notice, name="write_notice"),
]
