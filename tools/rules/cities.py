"""The time zone of a city, or of a country that has but one, by the name that it has in Chinese.

Source: IANA time zone database (zone1970.tab); Chinese names as in 《世界地名翻译大辞典》. Countries of several zones
(美国, 加拿大, 澳大利亚, 俄罗斯, 巴西) are left out, since nobody can say which one is meant.
"""

from typing import Final

_NAMES: Final[dict[str, str]] = {
    "Asia/Shanghai": "北京 上海 广州 深圳 杭州 南京 成都 重庆 武汉 西安 天津 苏州 青岛 厦门 长沙 郑州 沈阳 大连 哈尔滨 昆明 乌鲁木齐 拉萨 中国 国内",
    "Asia/Hong_Kong": "香港", "Asia/Macau": "澳门", "Asia/Taipei": "台北 台湾 高雄",
    "Asia/Tokyo": "东京 大阪 京都 札幌 名古屋 横滨 福冈 神户 日本", "Asia/Seoul": "首尔 釜山 韩国", "Asia/Pyongyang": "平壤 朝鲜",
    "Asia/Singapore": "新加坡", "Asia/Kuala_Lumpur": "吉隆坡 槟城 马来西亚", "Asia/Bangkok": "曼谷 清迈 普吉 芭提雅 泰国",
    "Asia/Ho_Chi_Minh": "河内 胡志明市 岘港 越南", "Asia/Phnom_Penh": "金边 暹粒 柬埔寨", "Asia/Vientiane": "万象 老挝",
    "Asia/Yangon": "仰光 缅甸", "Asia/Manila": "马尼拉 菲律宾", "Asia/Jakarta": "雅加达", "Asia/Makassar": "巴厘岛",
    "Asia/Kolkata": "新德里 孟买 班加罗尔 加尔各答 印度", "Asia/Kathmandu": "加德满都 尼泊尔", "Asia/Dhaka": "达卡 孟加拉国",
    "Asia/Colombo": "科伦坡 斯里兰卡", "Indian/Maldives": "马累 马尔代夫", "Asia/Karachi": "卡拉奇 伊斯兰堡 巴基斯坦",
    "Asia/Dubai": "迪拜 阿布扎比 阿联酋", "Asia/Qatar": "多哈 卡塔尔", "Asia/Riyadh": "利雅得 沙特", "Asia/Tehran": "德黑兰 伊朗",
    "Asia/Jerusalem": "耶路撒冷 特拉维夫 以色列", "Europe/Istanbul": "伊斯坦布尔 安卡拉 土耳其", "Asia/Tashkent": "塔什干",
    "Asia/Almaty": "阿拉木图", "Asia/Ulaanbaatar": "乌兰巴托",
    "Europe/London": "伦敦 曼彻斯特 爱丁堡 伯明翰 利物浦 剑桥 牛津 格拉斯哥 英国", "Europe/Dublin": "都柏林 爱尔兰",
    "Europe/Paris": "巴黎 里昂 马赛 尼斯 法国", "Europe/Berlin": "柏林 慕尼黑 法兰克福 汉堡 科隆 德国", "Europe/Madrid": "马德里 巴塞罗那",
    "Europe/Lisbon": "里斯本", "Europe/Rome": "罗马 米兰 威尼斯 佛罗伦萨 意大利", "Europe/Amsterdam": "阿姆斯特丹 鹿特丹 荷兰",
    "Europe/Brussels": "布鲁塞尔 比利时", "Europe/Zurich": "苏黎世 日内瓦 伯尔尼 瑞士", "Europe/Vienna": "维也纳 奥地利",
    "Europe/Prague": "布拉格 捷克", "Europe/Budapest": "布达佩斯 匈牙利", "Europe/Warsaw": "华沙 波兰", "Europe/Stockholm": "斯德哥尔摩 瑞典",
    "Europe/Oslo": "奥斯陆 挪威", "Europe/Copenhagen": "哥本哈根 丹麦", "Europe/Helsinki": "赫尔辛基 芬兰", "Europe/Athens": "雅典 希腊",
    "Europe/Moscow": "莫斯科 圣彼得堡", "Europe/Kyiv": "基辅 乌克兰", "Atlantic/Reykjavik": "雷克雅未克 冰岛", "Asia/Vladivostok": "海参崴 符拉迪沃斯托克",
    "Africa/Cairo": "开罗 埃及", "Africa/Nairobi": "内罗毕 肯尼亚", "Africa/Johannesburg": "约翰内斯堡 开普敦 南非", "Africa/Lagos": "拉各斯 尼日利亚",
    "Africa/Casablanca": "卡萨布兰卡 摩洛哥", "Africa/Addis_Ababa": "亚的斯亚贝巴 埃塞俄比亚",
    "America/New_York": "纽约 华盛顿 波士顿 费城 迈阿密 亚特兰大 匹兹堡 奥兰多 底特律", "America/Chicago": "芝加哥 休斯敦 休斯顿 达拉斯 奥斯汀 新奥尔良",
    "America/Denver": "丹佛 盐湖城", "America/Phoenix": "凤凰城", "America/Los_Angeles": "洛杉矶 旧金山 西雅图 圣地亚哥市 硅谷 圣何塞 拉斯维加斯 波特兰",
    "Pacific/Honolulu": "檀香山 火奴鲁鲁 夏威夷", "America/Anchorage": "安克雷奇", "America/Toronto": "多伦多 渥太华 蒙特利尔", "America/Vancouver": "温哥华 维多利亚市",
    "America/Edmonton": "卡尔加里 埃德蒙顿", "America/Winnipeg": "温尼伯", "America/Halifax": "哈利法克斯", "America/Mexico_City": "墨西哥城",
    "America/Havana": "哈瓦那 古巴", "America/Sao_Paulo": "圣保罗 里约热内卢 里约", "America/Argentina/Buenos_Aires": "布宜诺斯艾利斯 阿根廷",
    "America/Lima": "利马 秘鲁", "America/Bogota": "波哥大 哥伦比亚",
    "Australia/Sydney": "悉尼 堪培拉", "Australia/Melbourne": "墨尔本", "Australia/Brisbane": "布里斯班 黄金海岸", "Australia/Perth": "珀斯",
    "Australia/Adelaide": "阿德莱德", "Australia/Darwin": "达尔文市", "Australia/Hobart": "霍巴特", "Pacific/Auckland": "奥克兰 惠灵顿 基督城 新西兰",
    "Pacific/Fiji": "斐济",
}  # fmt: skip
CITIES: Final[dict[str, str]] = {name: zone for zone, names in _NAMES.items() for name in names.split()}
"""IANA zone by Chinese name."""
