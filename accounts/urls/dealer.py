"""The paths of the dealer's portal."""

from django.urls import path

from accounts.views import dealer, dealer_consent, dealer_members, dealer_papers

urlpatterns = [
    path("dealer/", dealer.home, name="dealer_home"),
    path("dealer/join/", dealer.join, name="dealer_join"),
    path("dealer/send/", dealer.send, name="dealer_send"),
    path("dealer/company/", dealer_papers.company, name="dealer_company"),
    path("dealer/legal-person/", dealer_papers.legal_person, name="dealer_legal_person"),
    path("dealer/legal-person/agrees/", dealer_papers.legal_person_agrees, name="dealer_legal_person_agrees"),
    path("dealer/legal-person/verify/", dealer_papers.legal_person_verify, name="dealer_legal_person_verify"),
    path("dealer/consents/<str:token>/", dealer_consent.consent, name="legal_person_consent"),
    path("dealer/withdraw/", dealer.withdraw, name="dealer_withdraw"),
    path("dealer/again/", dealer.again, name="dealer_again"),
    path("dealer/licence/", dealer_papers.licence, name="dealer_licence"),
    path("dealer/stores/", dealer_papers.stores, name="dealer_stores"),
    path("dealer/stores/<slug:number>/close/", dealer_papers.store_close, name="dealer_store_close"),
    path("dealer/stores/<slug:number>/open/", dealer_papers.store_open, name="dealer_store_open"),
    path("dealer/goods/", dealer_papers.goods, name="dealer_goods"),
    path("dealer/contract/", dealer_papers.contract, name="dealer_contract"),
    path("dealer/members/", dealer_members.members, name="dealer_members"),
    path("dealer/members/<slug:number>/remove/", dealer_members.member_remove, name="dealer_member_remove"),
    path(
        "dealer/members/invitations/<slug:number>/withdraw/",
        dealer_members.invitation_withdraw,
        name="dealer_invitation_withdraw",
    ),
    path("dealer/invitations/<str:token>/", dealer_members.invitation, name="dealer_invitation"),
    path("dealer/messages/", dealer.inbox, name="dealer_inbox"),
    path("dealer/messages/<slug:number>/", dealer.inbox_message, name="dealer_inbox_message"),
]
