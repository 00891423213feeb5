"""Addresses of a person's own cases, tasks and approvals."""

from django.urls import path

from loket.portal.views import again, cases, changes, receipt, tasks

urlpatterns = [
    path("zaken/", cases.case_list, name="cases"),
    path("zaken/afgerond/", cases.case_list, {"which": "afgerond"}, name="closed_cases"),
    path("zaken/<str:number>/", cases.case, name="case"),
    path("zaken/<str:number>/gegevens/", cases.case_answers, name="case_answers"),
    path("zaken/<str:number>/bijlagen/", cases.case_files, name="case_files"),
    path("zaken/<str:number>/bijlagen/<str:key>", cases.case_file, name="case_file"),
    path("zaken/<str:number>/bericht/", cases.write, name="write"),
    path("zaken/<str:number>/antwoord/<str:key>/", cases.answer, name="answer"),
    path("zaken/<str:number>/akkoord/<str:key>/", cases.accept, name="accept"),
    path("zaken/<str:number>/akkoord-terug/", cases.undo_accept, name="undo_accept"),
    path("zaken/<str:number>/verbeteren/<str:key>/", cases.correct, name="correct"),
    path("zaken/<str:number>/wijzigen/", changes.change, name="change"),
    path("zaken/<str:number>/wijzigen/weg/", changes.discard, name="discard_change"),
    path("zaken/<str:number>/opnieuw/", again.again, name="again"),
    path("zaken/<str:number>/vraag/", again.question, name="question"),
    path("zaken/<str:number>/intrekken/", cases.withdraw, name="withdraw"),
    path("zaken/<str:number>/ontvangst/", receipt.receipt, name="case_receipt"),
    path("zaken/<str:number>/pdf", receipt.case_pdf, name="case_pdf"),
    path("taken/", tasks.tasks, name="tasks"),
    path("goedkeuringen/", tasks.approvals, name="approvals"),
    path("goedkeuringen/<str:key>/", tasks.approval, name="approval"),
    path("goedkeuringen/<str:key>/beslissen/", tasks.decide, name="decide"),
]
