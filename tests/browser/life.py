"""What people do on the pages in a loan's life, the same in every language: fields by their names, no words.

Nothing here calls a service: whoever walks has a page and nothing else. Words are for the tests to read.
"""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urljoin

from playwright.sync_api import Locator, Page, expect

from accounts.texts import questionnaire
from tests.factories import ACTIVE_ANSWERS
from tests.pictures import GREEN, RED, photograph_with_place

PATIENCE_MS = 60_000
LOOK_AGAIN_MS = 500

PURPOSE = {"purpose": "furniture", "repayment_source": "salary"}
PROFILE: list[tuple[str, dict[str, str], dict[str, str]]] = [
    (
        "work",
        {"employment": "employed", "industry": "technology"},
        {"employer": "北京某某科技有限公司", "employed_months": "60"},
    ),
    (
        "money",
        {},
        {
            "monthly_income_fen": "9000",
            "monthly_debt_fen": "800",
            "other_debt_fen": "0",
            "other_platform_debt_fen": "0",
        },
    ),
    ("home", {"housing": "rent"}, {"home_address": "北京市朝阳区某某路1号", "dependants": "1"}),
    (
        "contacts",
        {"contact_relationship": "parent"},
        {"contact_name": "李父", "contact_phone": "13900139001"},
    ),
]
WORK = {"employment": "employed", "industry": "technology"}
INCOME = {
    "employed_months": "60",
    "monthly_income_fen": "9000",
    "monthly_debt_fen": "800",
    "other_debt_fen": "0",
    "other_platform_debt_fen": "0",
}


@dataclass
class Walker:
    """One person at a browser of their own."""

    page: Page
    password: str = "correct-horse-battery"

    def __post_init__(self) -> None:
        self.page.context.set_default_timeout(PATIENCE_MS)
        self.page.context.set_default_navigation_timeout(PATIENCE_MS)

    # -- hands and eyes ----------------------------------------------------------------------------------

    def go(self, path: str) -> None:
        self.page.goto(path)

    def press(self, words: str, *, within: str = "#main") -> None:
        """Press the one button or follow the one link that says exactly this."""
        link = self.page.locator(within).get_by_role("link", name=words, exact=True)
        button = self.page.locator(within).get_by_role("button", name=words, exact=True)
        link.or_(button).first.click()

    def fill(self, values: dict[str, str]) -> None:
        for name, value in values.items():
            self.page.locator(f"#main [name={name}]").fill(value)

    def choose(self, values: dict[str, str]) -> None:
        for name, value in values.items():
            self.page.locator(f"#main select[name={name}]").select_option(value)

    def tick(self, *names: str) -> None:
        for name in names:
            self.page.locator(f"#main input[type=checkbox][name={name}]").check()

    def send(self, name: str) -> None:
        """Send the form a field stands in by its main button."""
        self.page.locator(f"#main form:has([name={name}]) .btn-primary").click()

    def reads(self, *words: str) -> None:
        """Wait until the page shows each of these words."""
        for text in words:
            shown = self.page.locator("#main").get_by_text(text).filter(visible=True)
            expect(shown.first).to_be_visible(timeout=PATIENCE_MS)

    def is_at(self, pattern: str) -> re.Match[str]:
        """Wait until the address matches from its path on, and return the match."""
        self.page.wait_for_url(re.compile(pattern))
        found = re.search(pattern, self.page.url)
        assert found is not None
        return found

    def look_until(self, seen: Callable[[], Locator]) -> Locator:
        """Look at the page again and again until it shows something that others bring about."""
        until = time.monotonic() + PATIENCE_MS / 1000
        while not seen().first.is_visible():
            assert time.monotonic() < until, f"{self.page.url} did not come to show {seen()}"
            self.page.wait_for_timeout(LOOK_AGAIN_MS)
            self.page.reload()
        return seen().first

    def look_until_read(self, words: str) -> None:
        self.look_until(lambda: self.page.locator("#main").get_by_text(words).filter(visible=True))

    def fact(self, label: str) -> Locator:
        """Return the value beside a label in a list of facts."""
        row = self.page.locator("#main dl > div").filter(has=self.page.locator("dt", has_text=label))
        return row.locator("dd").first

    def stat(self, label: str) -> Locator:
        card = self.page.locator("#main .stat").filter(has=self.page.locator(".stat-label", has_text=label))
        return card.locator(".stat-value").first

    def amounts(self) -> Locator:
        """Return the amounts of the table's rows, from left to right and top to bottom."""
        return self.page.locator("#main tbody td.figure")

    def headline(self) -> Locator:
        return self.page.locator("#main .headline").first

    # -- becoming a customer -----------------------------------------------------------------------------

    def sign_up(self, *, phone: str = "", email: str = "") -> None:
        """Open an account, read the code on the outbox page of the sandbox, and confirm it."""
        self.go("/accounts/signup/")
        self.fill({"phone": phone} if phone else {"email": email})
        self.fill({"password1": self.password, "password2": self.password})
        self.tick("agrees")
        self.send("password1")
        outbox = self.page.locator("#main a[target=_blank][href*=sandbox-outbox]")
        expect(outbox).to_be_visible(timeout=PATIENCE_MS)
        with self.page.context.expect_page() as opened:
            outbox.click()
        shown = opened.value.locator("#main .card").filter(has_text=phone or email).first.inner_text()
        opened.value.close()
        code = re.search(r"(?<!\d)\d{6}(?!\d)", shown)
        assert code is not None, shown
        self.page.locator("#main .code-form [name=code]").fill(code[0])
        self.page.locator("#main .code-form .btn-primary").click()
        self.page.wait_for_url(lambda url: "/accounts/" not in url)

    def choose_goal(self, wants: str) -> None:
        """Say what one came for: "borrow" or "invest"."""
        self.go("/me/onboarding/?change=1")
        self.page.locator(f"#main button[name=wants][value={wants}]").click()
        self.page.wait_for_url(lambda url: "/me/onboarding/" not in url)

    def give_consents(self, *, takes_offers: bool = False) -> None:
        """Agree to each text that is asked for, and say no to the one that is only offered, or yes."""
        self.go("/me/consents/")
        for code in ("identity", "sensitive"):
            self.page.locator(f"#main button[name=code][value={code}]").click()
        offer = self.page.locator("#main button[name=code][value=marketing]")
        (offer if takes_offers else offer.locator("xpath=following-sibling::a")).click()
        self.page.wait_for_url(lambda url: "/me/consents/" not in url)

    def verify_identity(self, name: str, number: str) -> None:
        self.claim_identity(name, number)
        self.page.wait_for_url(lambda url: "/me/kyc/" not in url)

    def claim_identity(self, name: str, number: str) -> None:
        """Say who one is; what the register answers decides where it leads."""
        self.go("/me/kyc/")
        self.fill({"real_name": name, "identity_number": number})
        consent = self.page.locator("#main input[name=agrees]")
        if consent.count():
            consent.check()
        self.send("real_name")

    def send_pictures(self) -> None:
        """Send a picture of each side of the card."""
        self.go("/me/documents/")
        for name, colour in (("identity_front", RED), ("identity_back", GREEN)):
            picture = photograph_with_place(colour)
            file = {"name": "IMG_0001.jpg", "mimeType": "image/jpeg", "buffer": picture}
            self.page.locator(f"#main input[name={name}]").set_input_files(file)
        self.send("identity_front")
        self.page.wait_for_url(lambda url: "/me/documents/" not in url)

    def show_face(self, answer: str = "passed") -> None:
        """Begin the check and choose what the sandbox of the face service answers."""
        self.go("/me/face/")
        consent = self.page.locator("#main input[name=agrees]")
        if consent.count():
            consent.check()
        self.page.locator("#main form .btn-primary").click()
        self.is_at(r"/accounts/sandbox-face/FC\d+/")
        self.page.locator(f"button[name=answer][value={answer}]").click()
        self.page.wait_for_url(lambda url: "/sandbox-face/" not in url)

    def fill_profile(self) -> None:
        """Go through the screens of the borrower's profile."""
        self.go("/me/profile/")
        for screen, choices, values in PROFILE:
            self.is_at(rf"/me/profile/{screen}/")
            self.choose(choices)
            self.fill(values)
            self.send(next(iter(choices or values)))
        self.page.wait_for_url(lambda url: "/me/profile/" not in url)

    def answer_questions(self) -> None:
        """Answer the risk questionnaire as an active investor, screen by screen."""
        self.go("/me/suitability/")
        for group in questionnaire().groups:
            self.is_at(rf"/me/suitability/{group.code}/")
            for question in group.questions:
                answer = ACTIVE_ANSWERS[question]
                self.page.locator(f"#main input[name={question}][value={answer}]").check()
            self.send(group.questions[0])
        self.is_at(r"/me/suitability/$")

    def bind_card(self, digits: str) -> None:
        """Name a card, read the small amount on the sandbox bank's own page, and enter it."""
        self.go("/me/cards/new/")
        if "/reauthenticate/" in self.page.url:
            self.fill({"password": self.password})
            self.send("password")
        self.fill({"card_digits": digits, "bank_name": "招商银行"})
        self.send("card_digits")
        self.is_at(r"/me/cards/BC\d+/verify/")
        with self.page.context.expect_page() as opened:
            self.page.locator("#main a[href*='/sandbox-bank/cards/']").click()
        amount = opened.value.locator("#small-amount").inner_text()
        opened.value.close()
        self.fill({"amount": amount.lstrip("¥")})
        self.send("amount")
        self.page.wait_for_url(lambda url: "/verify/" not in url)

    # -- the wallet --------------------------------------------------------------------------------------

    def deposit(self, yuan: str) -> str:
        """Order a deposit, confirm it at the bank, and wait for the end state; returns its number."""
        self.go("/wallet/deposit/")
        self.fill({"amount": yuan})
        self.send("amount")
        self.is_at(r"/sandbox-bank/deposits/")
        self.page.locator("button[name=decision][value=confirm]").click()
        number = self.is_at(r"/wallet/deposits/(DP\d+)/")[1]
        self.order_ends()
        return number

    def withdraw(self, yuan: str) -> str:
        """Take money out, in two steps; returns the number of the order."""
        self.go("/wallet/withdraw/")
        self.fill({"amount": yuan})
        self.send("amount")
        expect(self.page.locator("#main .confirm")).to_be_visible(timeout=PATIENCE_MS)
        self.send("confirmed")
        return self.is_at(r"/wallet/withdrawals/(WD\d+)/")[1]

    def order_ends(self) -> None:
        """Wait until the page of an order, which looks again by itself, has nothing more to wait for."""
        expect(self.page.locator("#order:not([hx-get])")).to_be_visible(timeout=PATIENCE_MS)

    # -- borrowing ---------------------------------------------------------------------------------------

    def apply(self, *, why: str) -> str:
        """Go through the screens of an application from its terms on, and send it in; returns its number."""
        self.is_at(r"/borrow/apply/")
        self.page.locator("#main form[method=post]:has([name=amount]) .btn-primary").click()
        number = self.is_at(r"/borrow/applications/(AP\d+)/purpose/")[1]
        self.choose(PURPOSE)
        self.fill({"purpose_text": why})
        self.send("purpose_text")
        self.is_at(r"/income/$")
        self.choose(WORK)
        self.fill(INCOME)
        self.send("employment")
        self.is_at(r"/check/$")
        self.tick("credit", "disclosure", "truthful")
        self.send("truthful")
        self.is_at(rf"/borrow/applications/{number}/$")
        return number

    def accept_offer(self) -> None:
        """Ask for the code, read it on the outbox page of the sandbox, and sign with it."""
        self.page.locator("#sign form:has([name=act]) button").click()
        expect(self.page.locator("#sign [name=code]")).to_be_visible(timeout=PATIENCE_MS)
        number = self.is_at(r"/borrow/applications/([A-Z]+\d+)/")[1]
        self.page.locator("#sign [name=code]").fill(self.code_about(number))
        self.tick("agrees")
        self.send("agrees")
        expect(self.page.locator("#sign")).to_have_count(0, timeout=PATIENCE_MS)

    def download(self, path: str) -> bytes:
        """Fetch a file as this visitor, with the cookies of the browser."""
        answer = self.page.context.request.get(urljoin(self.page.url, path))
        assert answer.status == 200, (path, answer.status)
        return answer.body()

    def code_about(self, words: str) -> str:
        """Read the newest code that was sent with these words on the outbox page, in a second tab.

        Other messages with the same words, from the worker, may lie above it.
        """
        outbox = self.page.context.new_page()
        outbox.goto(urljoin(self.page.url, "/accounts/sandbox-outbox/"))
        shown = outbox.locator("#main .card").filter(has_text=words).all_inner_texts()
        outbox.close()
        codes = [code[0] for code in (re.search(r"(?<!\d)\d{6}(?!\d)", text) for text in shown) if code]
        assert codes, shown
        return codes[0]

    # -- deciding ----------------------------------------------------------------------------------------

    def open_case(self) -> str:
        """Open the only case of the queue; returns its number."""
        self.go("/office/risk/cases/")
        found = self.look_until(lambda: self.page.locator("#main table a[href*='/office/risk/cases/']"))
        found.click()
        return self.is_at(r"/office/risk/cases/([A-Z]+\d+)/$")[1]

    def give_opinion(self, words: str) -> None:
        """Find every item of the checklist in order, and write the opinion."""
        for item in self.page.locator("#main form[action$='/checks/'] input[value=ok]").all():
            item.check()
        self.page.locator("#main form[action$='/checks/'] button").click()
        expect(self.page.locator("#main .message-success")).to_be_visible(timeout=PATIENCE_MS)
        self.fill({"opinion": words})
        self.page.locator("#main form:has([name=opinion]) button").click()
        expect(self.page.locator("#main form [name=opinion]")).to_have_count(0, timeout=PATIENCE_MS)

    def approve(self, *, grade: str, limit: str) -> None:
        self.page.locator("#main input[name=outcome][value=approve]").check()
        self.page.locator("#main input[name=reasons][value=income_sufficient]").check()
        self.choose({"grade": grade})
        self.fill({"limit": limit})
        self.send("grade")
        expect(self.page.locator("#main form [name=grade]")).to_have_count(0, timeout=PATIENCE_MS)

    # -- lending -----------------------------------------------------------------------------------------

    def bid(self, yuan: str) -> None:
        """Read the notice for as long as it takes, and bid."""
        button = self.page.locator("#bid .btn-primary")
        expect(button).to_be_disabled(timeout=PATIENCE_MS)
        self.page.locator("#bid [name=amount]").fill(yuan)
        self.page.locator("#bid [name=risk]").check()
        expect(button).to_be_enabled(timeout=PATIENCE_MS)
        button.click()
        self.is_at(r"/invest/bids/$")
