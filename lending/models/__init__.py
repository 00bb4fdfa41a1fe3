from lending.models.application import Application, ApplicationHold, Decision
from lending.models.application_paper import ApplicationPaper
from lending.models.auto_invest import AutoInvestDecision, AutoInvestRule
from lending.models.bad_days import Acceleration, LegalStep, Waiver, WaiverPart, WriteOff
from lending.models.bid import Bid
from lending.models.calendar_feed import CalendarFeed
from lending.models.claim import Claim, ClaimReceipt
from lending.models.claim_sale import ClaimOffer, ClaimSale
from lending.models.condition import ConditionEvidence, DecisionCondition
from lending.models.debit_mandate import DebitMandate, DebitRequest
from lending.models.exposure_limit import ExposureLimit
from lending.models.forecast import ForecastMonth
from lending.models.goods_order import GoodsCode, GoodsItem, GoodsOrder
from lending.models.imported_loan import ImportedLoan, LoanBook
from lending.models.instalment import Instalment
from lending.models.interest_subsidy import InterestSubsidy
from lending.models.listing import Listing
from lending.models.loan import Loan, ScheduleVersion
from lending.models.loan_hold import LoanHold
from lending.models.loan_paper import LoanPaper, PaperFile, PaperSeal
from lending.models.loan_payment import LoanPayment, PaymentPart
from lending.models.product import Grade, Product, ProductVersion
from lending.models.product_proposal import ProductProposal
from lending.models.restructure import HolderBallot, Restructure
from lending.models.standing import BorrowerStanding

__all__ = [
    "Acceleration",
    "Application",
    "ApplicationHold",
    "ApplicationPaper",
    "AutoInvestDecision",
    "AutoInvestRule",
    "Bid",
    "BorrowerStanding",
    "CalendarFeed",
    "Claim",
    "ClaimOffer",
    "ClaimReceipt",
    "ClaimSale",
    "ConditionEvidence",
    "DebitMandate",
    "DebitRequest",
    "Decision",
    "DecisionCondition",
    "ExposureLimit",
    "ForecastMonth",
    "GoodsCode",
    "GoodsItem",
    "GoodsOrder",
    "Grade",
    "HolderBallot",
    "ImportedLoan",
    "Instalment",
    "InterestSubsidy",
    "LegalStep",
    "Listing",
    "Loan",
    "LoanBook",
    "LoanHold",
    "LoanPaper",
    "LoanPayment",
    "PaperFile",
    "PaperSeal",
    "PaymentPart",
    "Product",
    "ProductProposal",
    "ProductVersion",
    "Restructure",
    "ScheduleVersion",
    "Waiver",
    "WaiverPart",
    "WriteOff",
]
