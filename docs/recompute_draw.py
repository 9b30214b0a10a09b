"""Recompute a draw of experts from its protocol: python recompute_draw.py protocol.json. See draw.md."""

import json
import sys
from hashlib import sha256
from pathlib import Path


def digest(text):
    return sha256(text.encode()).hexdigest()


def recompute(protocol):
    """Return the three experts and the list of what does not agree with the protocol."""
    frozen = {key: protocol[key] for key in ("schema", "application", "draw", "candidates")}
    list_hash = digest(json.dumps(frozen, sort_keys=True, ensure_ascii=False, separators=(",", ":")))
    number, journal = protocol["application"], protocol["journal"]
    seed = digest(f"{protocol['schema']}|{journal['seq']}|{journal['hash']}|{number}")
    eligible = [each for each in protocol["candidates"] if not each["excluded"]]
    loads = sorted(each["load"] for each in eligible)
    limit = max(loads[0] + 1, loads[2])
    row = sorted((e["load"] > limit, digest(f"{seed}|{number}|{e['expert']}"), e["expert"]) for e in eligible)
    computed = {
        "list_hash": list_hash,
        "seed": seed,
        "load_limit": limit,
        "row": [{"expert": code, "ticket": ticket, "waited": waited} for waited, ticket, code in row],
        "panel": [code for _waited, _ticket, code in row[:3]],
    }
    return computed["panel"], [key for key in computed if computed[key] != protocol[key]]


if __name__ == "__main__":
    given = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    panel, wrong = recompute(given)
    for code in panel:
        print(code, given.get("names", {}).get(code, ""))
    if wrong:
        sys.exit("Not as computed: " + ", ".join(wrong))
    print("All agrees. Compare with the published journal:", *(given["journal"][key] for key in ("day", "seq", "hash")))
