from django.urls import path

from support.views import assisted, customers, notes

urlpatterns = [
    path("office/support/customers/", customers.customers, name="customers"),
    path("office/support/customers/<slug:number>/", customers.customer_file, name="customer_file"),
    path("office/support/customers/<slug:number>/notes/new/", notes.new_note, name="new_note"),
    path("office/support/customers/<slug:number>/tags/", notes.tag_customer, name="tag_customer"),
    path(
        "office/support/customers/<slug:number>/tags/<slug:code>/off/",
        notes.untag_customer,
        name="untag_customer",
    ),
    path(
        "office/support/customers/<slug:number>/enter/<slug:what>/",
        assisted.enter,
        name="enter_for_customer",
    ),
    path("office/support/entries/", assisted.entries, name="assisted_entries"),
    path("office/support/entries/new/", assisted.new_account, name="new_account"),
    path("office/support/entries/<slug:number>/", assisted.entry, name="assisted_entry"),
    path("office/support/entries/<slug:number>/cancel/", assisted.cancel, name="cancel_entry"),
    path("office/support/notes/<slug:number>/strike/", notes.strike, name="strike_note"),
    path("office/support/tags/", notes.tags, name="tags"),
    path("office/support/tags/<slug:code>/retire/", notes.retire, name="retire_tag"),
]
