#!/usr/bin/env python3
"""Check your proof of solvency without trusting us. 不必相信我们，自己验证您的余额证明。

    python3 verify_proof.py proof.json [root hash as published]
    python3 verify_proof.py proof.json [公开页上的根哈希]

Only Python's standard library. Prints OK, or what is wrong. 只用 Python 标准库；输出 OK，或指出哪里不对。
"""

import hashlib
import json
import sys
from pathlib import Path


def sha256(text):
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def is_fen(value):
    # Whole fen, never negative: a negative sum could hide what others are owed.
    # 金额以分为单位，绝不为负：负数可以掩盖欠别人的钱。
    return type(value) is int and value >= 0


def node_hash(left, right):
    parts = ["fenqi.node.1"]
    for child in (left, right):
        parts += [str(child["wallet_fen"]), str(child["claims_fen"]), child["hash"]]
    return sha256("|".join(parts))


def find_fault(proof, published=""):
    """Return what is wrong, or nothing. 返回哪里不对；没有问题则返回空。"""
    root, own = proof["root"], proof["leaf"]
    if not all(is_fen(own[name]) for name in ("wallet_fen", "claims_fen")):
        return "your leaf holds no proper amounts 您的叶子金额不合规"
    # 1. Your leaf, from your number, your salt and your balances. 由您的编号、盐和余额算出叶子。
    node = {"wallet_fen": own["wallet_fen"], "claims_fen": own["claims_fen"]}
    leaf = ("fenqi.leaf.1", own["customer"], own["salt"], str(own["wallet_fen"]), str(own["claims_fen"]))
    node["hash"] = sha256("|".join(leaf))
    # 2. Up to the top: at each step both sums are added. 逐层向上，每一步两项合计都相加。
    for number, step in enumerate(proof["path"], start=1):
        if not (is_fen(step["wallet_fen"]) and is_fen(step["claims_fen"])):
            return f"step {number} holds no proper amounts 第 {number} 步金额不合规"
        if step["side"] not in ("left", "right"):
            return f"step {number} has no side 第 {number} 步没有方向"
        pair = (step, node) if step["side"] == "left" else (node, step)
        node = {
            "hash": node_hash(*pair),
            "wallet_fen": node["wallet_fen"] + step["wallet_fen"],
            "claims_fen": node["claims_fen"] + step["claims_fen"],
        }
    # 3. The top must be what was published of that day. 最上面的节点必须就是当天公布的。
    for name, found in (
        ("top", node["hash"]),
        ("wallet_fen", node["wallet_fen"]),
        ("claims_fen", node["claims_fen"]),
    ):
        if root[name] != found:
            return f"the path leads to another {name} than the root names 路径得到的 {name} 与根不符"
    names = ("day", "leaves", "wallet_fen", "claims_fen", "custody_fen", "top")
    if sha256("|".join(["fenqi.root.1", *(str(root[name]) for name in names)])) != root["hash"]:
        return "the root's hash is not that of its figures 根哈希与根的数字不符"
    if published and published.strip().lower() != root["hash"]:
        return "the root is not the one that was published 根与公布的不一致"
    return ""


if __name__ == "__main__":
    content = Path(sys.argv[1]).read_text(encoding="utf-8")
    fault = find_fault(json.loads(content), sys.argv[2] if len(sys.argv) > 2 else "")
    print(f"WRONG 不对: {fault}" if fault else "OK: your balances are in the root 您的余额在根里")
    sys.exit(1 if fault else 0)
