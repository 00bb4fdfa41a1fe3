"""A challenger looks on beside the points card of the demo company: the same table, stricter cut-offs."""

from accounts.models import Approval
from accounts.services.deliver_events import deliver_events
from accounts.staff.queries import holders_of_role
from operations.simulation.approving import approve
from risk.scorecards.content import policy_of
from risk.scorecards.queries import card_in_force
from risk.services.copy_scorecard import copy_scorecard
from risk.services.propose_scorecard import Trial, propose_scorecard
from risk.services.save_scorecard_policy import save_scorecard_policy

STRICTER_BY = 15


def leave_challenger() -> None:
    """Draft the next version with higher cut-offs, and start it as a shadow by another person's approval."""
    card = card_in_force()
    if card is None or card.policy is None:
        return
    officer, manager = holders_of_role("risk_officer")[0], holders_of_role("risk_manager")[0]
    draft = copy_scorecard(number=card.number, actor=officer)
    policy = policy_of(card.policy)
    save_scorecard_policy(
        number=draft.number,
        pd_map=[list(row) for row in policy.pd_map],
        grades=[[grade, least + STRICTER_BY] for grade, least in policy.grades],
        accept_from=policy.accept_from + STRICTER_BY,
        refuse_below=policy.refuse_below + STRICTER_BY,
        actor=officer,
    )
    propose_scorecard(
        number=draft.number, maker=officer, reason="门槛提高15分，先观察对通过率的影响", trial=Trial()
    )
    asked = Approval.objects.get(subject_type="risk.scorecard", subject_id=draft.pk, status="open")
    approve(asked, manager, note="先影子运行，不参与决定")
    deliver_events()
