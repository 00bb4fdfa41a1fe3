"""Words for a device and for the network it is in, from what a browser says of itself: enough to know one's own."""

import ipaddress

# The first that fits holds: most browsers call themselves by the names of older ones too.
BROWSERS = (
    ("MicroMessenger", "WeChat"),
    ("AlipayClient", "Alipay"),
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("HuaweiBrowser", "Huawei Browser"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("HarmonyOS", "HarmonyOS"),
    ("OpenHarmony", "HarmonyOS"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Macintosh", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)
IPV4_SHOWN, IPV6_SHOWN = 2, 2


def device_words(user_agent: str) -> str:
    """Return "Chrome · Windows", or whatever part of it is known; empty where nothing is."""
    found = (next((name for mark, name in table if mark in user_agent), "") for table in (BROWSERS, SYSTEMS))
    return " · ".join(name for name in found if name)


def masked_network(address: str) -> str:
    """Return the network that an address is in, coarsely: 203.0.*.* or 2001:db8:…; empty for what is no address."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return ""
    if isinstance(found, ipaddress.IPv4Address):
        return ".".join([*str(found).split(".")[:IPV4_SHOWN], "*", "*"])
    return ":".join([*(part.lstrip("0") or "0" for part in found.exploded.split(":")[:IPV6_SHOWN]), "…"])


def is_near(address: str) -> bool:
    """Tell whether an address lies in a private network or on the machine itself."""
    try:
        return ipaddress.ip_address(address).is_private
    except ValueError:
        return False
