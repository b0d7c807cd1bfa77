"""The flag of a vessel by the first three digits of its MMSI (ITU table of maritime identification digits).

The number is entered aboard, so the flag is no proof. models/base/mmsi_country.py lists the allotted digits.
"""

from __future__ import annotations

_TABLE = """
412,413,414 中国 China
416 中国台湾 Taiwan,_China
477 中国香港 Hong_Kong,_China
453 中国澳门 Macao,_China
431,432 日本 Japan
440,441 韩国 Korea_(Rep.)
445 朝鲜 Korea_(DPR)
273 俄罗斯 Russia
574 越南 Viet_Nam
548 菲律宾 Philippines
525 印度尼西亚 Indonesia
533 马来西亚 Malaysia
563,564,565,566 新加坡 Singapore
567 泰国 Thailand
514,515 柬埔寨 Cambodia
506 缅甸 Myanmar
405 孟加拉国 Bangladesh
419 印度 India
417 斯里兰卡 Sri_Lanka
463 巴基斯坦 Pakistan
422 伊朗 Iran
403 沙特阿拉伯 Saudi_Arabia
470,471 阿联酋 UAE
457 蒙古 Mongolia
351,352,353,354,355,356,357,370,371,372,373,374 巴拿马 Panama
636,637 利比里亚 Liberia
538 马绍尔群岛 Marshall_Islands
215,229,248,249,256 马耳他 Malta
209,210,212 塞浦路斯 Cyprus
308,309,311 巴哈马 Bahamas
304,305 安提瓜和巴布达 Antigua_and_Barbuda
375,376,377 圣文森特 St_Vincent
312 伯利兹 Belize
518 库克群岛 Cook_Islands
511 帕劳 Palau
572 图瓦卢 Tuvalu
576,577 瓦努阿图 Vanuatu
667 塞拉利昂 Sierra_Leone
671 多哥 Togo
613 喀麦隆 Cameroon
620 科摩罗 Comoros
677,674 坦桑尼亚 Tanzania
622 埃及 Egypt
310 百慕大 Bermuda
319 开曼群岛 Cayman_Islands
235,232,233,234 英国 United_Kingdom
211,218 德国 Germany
219,220 丹麦 Denmark
257,258,259 挪威 Norway
265,266 瑞典 Sweden
230 芬兰 Finland
244,245,246 荷兰 Netherlands
205 比利时 Belgium
226,227,228 法国 France
224,225 西班牙 Spain
255,263 葡萄牙 Portugal
247 意大利 Italy
237,239,240,241 希腊 Greece
271 土耳其 Türkiye
261 波兰 Poland
338,366,367,368,369 美国 USA
316 加拿大 Canada
503 澳大利亚 Australia
512 新西兰 New_Zealand
710 巴西 Brazil
"""


def _rows() -> dict[int, tuple[str, str]]:
    lines = [line.split() for line in _TABLE.strip().splitlines()]
    return {int(digits): (zh, en.replace("_", " ")) for group, zh, en in lines for digits in group.split(",")}


FLAGS = _rows()


def flag(mmsi: int, lang: str) -> str:
    """Return the name of the flag, or its three digits; empty if the number is not that of a ship."""
    digits = mmsi // 1_000_000
    if not 200 <= digits < 800:
        return ""
    zh, en = FLAGS.get(digits, (str(digits), str(digits)))
    return zh if lang == "zh" else en
