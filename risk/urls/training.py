from django.urls import path

from risk.views import training

urlpatterns = [
    path("office/risk/training/", training.training, name="training"),
    path("office/risk/training/new/", training.new_course, name="new_course"),
    path("office/risk/training/<slug:number>/", training.course, name="training_course"),
    path("office/risk/training/<slug:number>/edit/", training.edit_course, name="edit_course"),
    path("office/risk/training/<slug:number>/move/", training.move_course, name="move_course"),
    path("office/risk/training/<slug:number>/quiz/", training.quiz, name="training_quiz"),
    path("office/risk/training/<slug:number>/meetings/", training.plan_meeting, name="plan_meeting"),
    path("office/risk/training/meetings/<slug:number>/", training.meeting, name="training_meeting"),
    path("office/risk/training/certificates/<slug:number>/", training.certificate, name="certificate"),
]
