"""What the risk officer of the demo company writes beside the figures of a month, and the measures it asks for.

Nothing here names a figure: those stand on the page, and words about them are chosen by which way they went.
"""

from typing import NamedTuple

from risk.domain.portfolio import BookFigures
from risk.domain.shares import share_ppm


class Words(NamedTuple):
    """A text in both languages."""

    en: str
    zh: str


class Task(NamedTuple):
    """A measure: who carries it out, in how many days, and what came of it; empty for one that is never done."""

    role: str
    words: str
    days: int
    outcome: str


UP, DOWN, STILL = "up", "down", "still"
STATUS = {
    UP: (
        Words(
            "I went through every loan that became late this month, and spoke with collections about each.",
            "本月逐笔看了新增逾期，并与催收岗逐户沟通。",
        ),
        Words(
            "More is late than a month ago. Where it comes from is said above; the largest I follow myself.",
            "逾期占比较上月上升，来源见上文；金额最大的几笔由我本人跟进。",
        ),
        Words(
            "I take the rise seriously, but one month does not make a trend; the next one has to confirm it.",
            "对上升应予重视，但单月不足以说明趋势，待下月验证。",
        ),
    ),
    DOWN: (
        Words(
            "Less is late than a month ago. I would not call it a turn before another month says the same.",
            "逾期占比较上月下降，但一个月还不能说明趋势，下月再看。",
        ),
        Words(
            "I put part of it down to our early telephone calls; a second month has to show it.",
            "部分得益于早期电话提醒，是否持续需再看一个月。",
        ),
        Words(
            "The share is lower. How much of that the size of the book did is said above; customers did the rest.",
            "占比下降；其中余额变化的影响见上文，其余为客户还款。",
        ),
    ),
    STILL: (
        Words(
            "Little has changed against last month, and nothing in it calls for a decision of the management.",
            "与上月相比变化不大，没有需要管理层决策的事项。",
        ),
        Words(
            "A quiet month. I used it to look at older cases once more.",
            "本月平稳，借此复看了存量案件。",
        ),
        Words(
            "The late share has hardly moved. I spoke with collections about the loans that are late longest.",
            "逾期占比基本持平，与催收岗过了一遍逾期最久的几笔。",
        ),
        Words(
            "No movement worth the name. The tables above are complete; I add nothing to them.",
            "无明显变动，数据见上表，不再赘述。",
        ),
        Words(
            "Steady. I compared ten approved cases with how they have paid since, and found no pattern.",
            "整体平稳。抽取10笔已批案件对照其后还款，未见规律性问题。",
        ),
    ),
}
# What each month brings with it, from January on.
SEASON = (
    Words(
        "Before the Spring Festival goods orders are usually larger; the desk looks at second orders with care.",
        "春节前商品订单通常偏大，已提醒审查岗留意二次订单。",
    ),
    Words(
        "Over the Spring Festival many customers travel and are hard to reach by telephone.",
        "春节期间客户返乡，电话往往难以接通。",
    ),
    Words(
        "After the holiday the first wages often come late, and with them some instalments.",
        "节后首月工资发放往往偏晚，会影响部分还款。",
    ),
    Words(
        "Rents are paid by the quarter in April and take room for instalments.",
        "四月为季度交租月，挤占部分还款。",
    ),
    Words(
        "Around the May holiday I look closer at applications for travel.",
        "五一前后对旅游用途的申请从严核实。",
    ),
    Words(
        "The sales of 18 June make customers buy on credit twice; we look for it.",
        "“618”期间关注短期内重复分期的客户。",
    ),
    Words(
        "Graduates start their first work in July; a short time in it is no reason against them by itself.",
        "七月毕业生入职，现职时间短本身不作为拒绝理由。",
    ),
    Words(
        "School fees fall due in August and take room for instalments in families.",
        "八月缴纳学费，家庭还款能力阶段性承压。",
    ),
    Words(
        "Before the National Day holiday I asked the desk to check employers by telephone.",
        "国庆前已要求审查岗对单位信息电话核实。",
    ),
    Words(
        "After the long holiday I asked collections to call before they write.",
        "长假后已要求催收岗先电话、后发函。",
    ),
    Words(
        "Around 11 November I watch who applies for a second loan.",
        "“双十一”前后重点关注二次借款的客户。",
    ),
    Words(
        "Bonuses come at the end of the year; whoever is behind is asked for them in time.",
        "年底发放奖金，已提前联系逾期客户约定还款。",
    ),
)
EFFECTS = {
    UP: (
        Words(
            "If it goes on for two more months I would ask for lower amounts at the worst grade.",
            "如再持续两个月，建议下调最低等级的可借额度。",
        ),
        Words(
            "Investors of the late loans get less than they expected; support knows what to tell them.",
            "相关出借人的回款少于预期，已与客服统一说明口径。",
        ),
    ),
    DOWN: (
        Words("I see no need to change limits or cut-offs.", "暂无需调整限额和准入门槛。"),
        Words(
            "What was freed in provisions should not be lent out at once.",
            "拨备释放的空间不宜立即用于放量。",
        ),
    ),
    STILL: (
        Words("No effect on limits or provisions is to be expected.", "预计不影响限额和拨备。"),
        Words("We can go on as planned.", "可按计划开展业务。"),
        Words("I ask for no change of limits or cut-offs.", "不建议调整限额和准入门槛。"),
    ),
}
FOLLOWED = (
    Words(
        "Owners tell me every week how far they are; what is overdue I ask about in person.",
        "责任人每周反馈进度，逾期未完成的由我当面跟进。",
    ),
    Words(
        "I ask for one measure only, so that it gets done.",
        "本月只提一项措施，确保落实。",
    ),
    Words(
        "The measures of last month go on; the new one is in addition.",
        "上月措施继续执行，本月新增一项。",
    ),
)
# In turn by month; the third and the eighth are never done in time, so that later reports have something to follow.
TASKS = (
    Task(
        "collections_officer",
        "逾期30天以内的客户在3天内完成首次联系，并记录下一步安排。",
        20,
        "抽查20笔，19笔在3天内联系，1笔因号码停机改发信函。",
    ),
    Task(
        "risk_officer",
        "复核当月拒绝最多的规则，确认门槛是否合适。",
        30,
        "已复核，门槛维持不变，说明写入规则备注。",
    ),
    Task("business_manager", "对当月贡献逾期最多的经销商重新走访，提交访谈记录。", 45, ""),
    Task(
        "collections_officer",
        "整理承诺还款未兑现的客户名单，逐户改约或转信函。",
        20,
        "名单已处理完毕，其中多数已重新约定还款日。",
    ),
    Task(
        "risk_officer",
        "抽查10笔人工推翻评分的案件，核对理由是否充分。",
        25,
        "抽查完成，两笔理由过于简单，已请审查人补充。",
    ),
    Task(
        "business_manager",
        "向合作门店重申收货须本人签收并拍照。",
        20,
        "已通知全部门店，两家新门店现场培训。",
    ),
    Task(
        "collections_officer",
        "核对失联客户的紧急联系人，更新联系方式。",
        25,
        "已核对，部分客户通过新号码恢复联系。",
    ),
    Task("risk_officer", "评估小额短期产品的首期逾期，提出是否调整的意见。", 40, ""),
    Task(
        "business_manager",
        "回访近三个月新准入的经销商，确认经营地址与登记一致。",
        30,
        "回访完成，一家已搬迁并办理变更登记。",
    ),
    Task(
        "risk_officer",
        "检查还款日前5天提醒短信是否全部送达。",
        20,
        "送达正常，个别空号已转电话提醒。",
    ),
    Task(
        "business_manager",
        "核对本月退货订单的原因，向门店反馈。",
        20,
        "退货原因以尺寸不合为主，已请门店在下单前确认尺寸。",
    ),
    Task(
        "collections_officer",
        "通读还款提醒和催收信函的模板，改掉客户看不懂的说法。",
        25,
        "改了三处措辞，已交合规确认。",
    ),
)
# A change of PAR 30 below this share of the book is none.
LEAST_PPM = 2_000


def direction(now: BookFigures, before: BookFigures | None) -> str:
    """Tell which way the share that is over 30 days late went since the month before."""
    was_ppm = before.par_ppm(30) if before is not None else 0
    change_ppm = share_ppm(now.par(30).fen, now.book.fen) - was_ppm
    return STILL if abs(change_ppm) < LEAST_PPM else UP if change_ppm > 0 else DOWN


def words_of(way: str, month: int, turn: int) -> dict[str, Words]:
    """Return the officer's words by chapter: for the way the figures went, the month of the year, in turn."""
    status, effects = STATUS[way], EFFECTS[way]
    return {
        "status": status[turn % len(status)],
        "sources": SEASON[month - 1],
        "effects": effects[turn % len(effects)],
        "measures": FOLLOWED[turn % len(FOLLOWED)],
    }
