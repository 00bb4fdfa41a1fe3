"""Tell what was trained: Markdown to keep beside the card, HTML to read, charts as files of their own."""

from html import escape
from pathlib import Path
from typing import Any

from risk.domain.scorecard import Characteristic
from risk.domain.scorecard_file import read_card
from risk.scorecards.training.drawings import AMBER, BLUE, JADE, bars, lines, stacked

PPM = 1_000_000
FIGURE_NAMES = {
    "auc": "AUC",
    "ks": "KS",
    "gini": "Gini",
    "brier": "Brier score",
    "log_loss": "Log loss",
    "calibration_slope": "Calibration slope",
    "calibration_intercept": "Calibration intercept",
}
CSS = """body{font:16px/1.6 'PingFang SC','Microsoft YaHei','Noto Sans SC',system-ui,sans-serif;color:#14213d;
background:#fbfaf7;max-width:960px;margin:0 auto;padding:32px 16px}table{border-collapse:collapse;width:100%;
font-variant-numeric:tabular-nums;margin:8px 0 24px}th,td{border-bottom:1px solid #e4e2db;padding:6px 8px;
text-align:left}td.n,th.n{text-align:right}h1{font-size:25px}h2{font-size:20px;margin-top:40px}svg{width:100%;max-width:640px;display:block;
margin:8px 0 24px}.quiet{color:#4d5a70}"""

Table = tuple[list[str], list[list[str]]]


def write_report(folder: Path, content: dict[str, Any], policy: dict[str, Any]) -> None:
    """Write report.md, report.html with its style sheet, and the charts into the folder."""
    charts = charts_of(content)
    (folder / "charts").mkdir(parents=True, exist_ok=True)
    for name, (_title, drawn) in charts.items():
        (folder / "charts" / f"{name}.svg").write_text(drawn, encoding="utf-8")
    (folder / "report.css").write_text(CSS + "\n", encoding="utf-8")
    (folder / "report.md").write_text(_markdown(content, policy, charts), encoding="utf-8")
    (folder / "report.html").write_text(_html(content, policy, charts), encoding="utf-8")


def charts_of(content: dict[str, Any]) -> dict[str, tuple[str, str]]:
    """Return the charts by the name of their file, each with the question it answers."""
    report = content["report"]
    roc = [(lost / PPM, caught / PPM) for lost, caught in report["roc"]]
    tenths = [(row["expected_ppm"] / PPM, row["observed_ppm"] / PPM) for row in report["deciles"]]
    most = max([0.1, *(max(point) for point in tenths)])
    bands = report["bands"]
    titles = {
        "roc": "How many bad rows does a cut-off catch for the good ones it costs?",
        "scores": "Where do the scores of good and bad rows part?",
        "calibration": "Does what was predicted come true?",
        "information": "Which characteristics tell the most?",
    }
    # The ends of a tenth are rounded up to a whole tenth, so that the axes carry round figures.
    top = min(1.0, -(-most * 10 // 1) / 10)
    drawn = {
        "roc": lines(
            titles["roc"], ("Share of the good below the cut-off", "Share of the bad"), [("", JADE, roc)]
        ),
        "scores": stacked(
            titles["scores"],
            [str(row["from"]) for row in bands],
            [("good", JADE, [row["goods"] for row in bands]), ("bad", AMBER, [row["bads"] for row in bands])],
        ),
        "calibration": lines(
            titles["calibration"],
            ("Predicted share of bad", "Observed"),
            [("tenths of the rows", BLUE, tenths)],
            top=top,
        ),
        "information": bars(
            titles["information"], [(one["code"], one["iv_ppm"] / PPM) for one in content["characteristics"]]
        ),
    }
    return {name: (titles[name], drawn[name]) for name in drawn}


def _parts(content: dict[str, Any], policy: dict[str, Any]) -> list[tuple[str, list[str], list[Table]]]:
    """Return the report as headed parts of sentences and tables, for both forms."""
    training, report = content["training"], content["report"]
    rate = training["bads"] / training["rows"]
    dropped = ", ".join(training["dropped"]) or "none"
    fold = f"{report['folds']} folds, seeds {', '.join(map(str, report['seeds']))}"
    parts: list[tuple[str, list[str], list[Table]]] = [
        (
            "Sample",
            [
                f"{training['rows']:,} rows, {training['bads']:,} of them bad ({rate:.1%}).",
                f"{training['rows_without_target']:,} rows without a known outcome were left out.",
                f"Bad is {training['target']} = {training['bad']}. Dropped: {dropped}.",
                f"SHA-256 of the file: {training['file_sha256']}",
            ],
            [_left_out(report)] if report["left_out"] or report["not_used"] else [],
        ),
        (
            "What it is worth on rows it has not seen",
            [
                f"Out-of-fold scores, {fold}; bins, weights and logistic are made anew inside each fold.",
                f"On its own rows the card reaches an AUC of {report['train_auc_ppm'] / PPM:.3f}.",
                "The distance between the two is what it learnt by heart.",
                "Calibration: slope 1 and intercept 0 are perfect; a slope below 1 says the scores are too sure.",
            ],
            [_figures(report), _deciles(report)],
        ),
        (
            "Points",
            [
                f"The score is {content['base_points']} and the points of every line that fits.",
                "Ranges hold their lower end and not their upper one.",
            ],
            [_points(one) for one in read_card(content).characteristics],
        ),
        ("What is made of the points", [], [_policy(policy)]),
    ]
    return parts


def _left_out(report: dict[str, Any]) -> Table:
    rows = [[one["column"], one["why"]] for one in report["left_out"]]
    rows += [[name, "tells too little, or only what others tell"] for name in report["not_used"]]
    return ["Column not in the card", "Why"], rows


def _figures(report: dict[str, Any]) -> Table:
    rows = [
        [FIGURE_NAMES[name], *(f"{spread[key] / PPM:.4f}" for key in ("mean", "sd", "min", "max"))]
        for name, spread in report["figures"].items()
    ]
    return ["Figure", "Mean", "Spread (sd)", "Least", "Most"], rows


def _deciles(report: dict[str, Any]) -> Table:
    rows = [
        [
            f"{row['least']} to {row['most']}",
            str(row["count"]),
            str(row["bads"]),
            f"{row['expected_ppm'] / PPM:.1%}",
            f"{row['observed_ppm'] / PPM:.1%}",
        ]
        for row in report["deciles"]
    ]
    return ["Points", "Rows", "Bad", "Predicted", "Observed"], rows


def _points(one: Characteristic) -> Table:
    head = [f"{one.name.en} (IV {one.iv_ppm / PPM:.3f})", "Good", "Bad", "WOE", "Points"]
    return head, [
        [bin_words(row), str(row.goods), str(row.bads), f"{row.woe_ppm / PPM:+.3f}", f"{row.points:+d}"]
        for row in one.bins
    ]


def bin_words(row: Any) -> str:
    """Return what a bin holds, as one reads it."""
    if row.values:
        return "; ".join(row.values)
    if row.kind == "range":
        return f"[{'−∞' if row.start is None else row.start}, {'+∞' if row.end is None else row.end})"
    return {"missing": "not known", "unseen": "anything else"}[str(row.kind)]


def _policy(policy: dict[str, Any]) -> Table:
    rows = [[f"Grade {name}", f"from {least} points"] for name, least in policy["grades"]]
    rows.append(["Grade E", f"below {policy['grades'][-1][1]} points"])
    rows.append(["Proposed for approval", f"from {policy['accept_from']} points"])
    rows.append(["Proposed for refusal", f"below {policy['refuse_below']} points"])
    rows += [[f"PD at {points} points", f"{ppm / PPM:.2%}"] for points, ppm in policy["pd_map"]]
    return ["Policy", ""], rows


def _markdown(content: dict[str, Any], policy: dict[str, Any], charts: dict[str, tuple[str, str]]) -> str:
    said = [f"# {content['name']['en']} · {content['name']['zh']}", ""]
    for title, sentences, tables in _parts(content, policy):
        said += [f"## {title}", ""]
        for sentence in sentences:
            said += [sentence, ""]
        for head, rows in tables:
            cells = [[cell.replace("|", "\\|") for cell in row] for row in [head, ["---"] * len(head), *rows]]
            said += [f"| {' | '.join(row)} |" for row in cells]
            said.append("")
    for name, (title, _drawn) in charts.items():
        said += [f"![{title}](charts/{name}.svg)", ""]
    return "\n".join(said)


def _html(content: dict[str, Any], policy: dict[str, Any], charts: dict[str, tuple[str, str]]) -> str:
    body = [f"<h1>{escape(content['name']['en'])} · {escape(content['name']['zh'])}</h1>"]
    for place, (title, sentences, tables) in enumerate(_parts(content, policy)):
        body.append(f"<h2>{escape(title)}</h2>")
        body += [f"<p>{escape(sentence)}</p>" for sentence in sentences]
        if place == 1:
            body += [drawn for _title, drawn in charts.values()]
        for head, rows in tables:
            heads = "".join(f"<th{_css(at)}>{escape(cell)}</th>" for at, cell in enumerate(head))
            shown = "".join(
                f"<tr>{''.join(f'<td{_css(at)}>{escape(cell)}</td>' for at, cell in enumerate(row))}</tr>"
                for row in rows
            )
            body.append(f"<table><thead><tr>{heads}</tr></thead><tbody>{shown}</tbody></table>")
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        f'<title>{escape(content["name"]["en"])}</title><link rel="stylesheet" href="report.css"></head>'
        f"<body>{''.join(body)}</body></html>\n"
    )


def _css(place: int) -> str:
    return ' class="n"' if place else ""
