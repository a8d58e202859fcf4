"""Secrets in the sentences of people are masked, and the rest of the sentence stays."""

from pathlib import Path

import pytest

from tools.secrets import find_secrets, is_latin, mask, note
from tools.secrets.checksums import is_identity, is_old_identity, luhn

KEY = "sk-" + "a1B2c3D4" * 4
GITHUB = "ghp_" + "Zx9" * 12
JWT = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJzZWJhc3RpYW4ifQ.c2lnbmF0dXJlLWZvci10ZXN0cw"
PEM = "-----BEGIN PRIVATE KEY-----\nTm90IGEga2V5IGF0IGFsbA==\n-----END PRIVATE KEY-----"
WORDS = "abandon ability able about above absent absorb abstract absurd abuse access accident"

CARDS = [
    ("我的招商银行卡号是4111111111111111，记一下", "我的招商银行卡号是（已隐去、尾号1111），记一下"),
    ("工资卡 6222 0212 3456 7890 128 快到期了", "工资卡（已隐去、尾号0128） 快到期了"),
    ("4111-1111-1111-1111 是我的信用卡", "（已隐去、尾号1111） 是我的信用卡"),
    ("刚收到 5555555555554444 这么一串", "刚收到银行卡号（已隐去、尾号4444） 这么一串"),
    ("４１１１１１１１１１１１１１１１就是那张", "银行卡号（已隐去、尾号1111）就是那张"),
    ("卡号四一一一 一一一一 一一一一 一一一一", "卡号（已隐去、尾号1111）"),
    ("卡号是 四 一 一 一 一 一 一 一 一 一 一 一 一 一 一 一", "卡号是（已隐去、尾号1111）"),
    ("建行卡6217001234567890123放在抽屉里", "建行卡（已隐去、尾号0123）放在抽屉里"),
    ("老婆的信用卡3782 822463 10005下个月还款", "老婆的信用卡（已隐去、尾号0005）下个月还款"),
    ("卡号：4111,1111,1111,1111", "卡号：（已隐去、尾号1111）"),
    ("4111111111111111", "银行卡号（已隐去、尾号1111）"),
    ("my Visa card is 4012 8888 8888 1881 and it expires in May", "my Visa card is (hidden except 1881) and it expires in May"),
    ("put it on 5105105105105100 please", "put it on card number (hidden except 5100) please"),
    ("我的银行账号 1234567890123，开户行在朝阳", "我的银行账号（已隐去、尾号0123），开户行在朝阳"),
    ("IBAN: DE89 3704 0044 0532 0130 00", "IBAN: (hidden except 3000)"),
]  # fmt: skip
PAPERS = [
    ("身份证号是11010519491231002X", "身份证号是（已隐去、尾号002X）"),
    ("我爸的身份证 110105 19491231 002x，明天要用", "我爸的身份证（已隐去、尾号002X），明天要用"),
    ("就是这个11010519491231002X", "就是这个身份证号（已隐去、尾号002X）"),
    ("身份证号码幺幺零幺零五幺九四九幺二三幺零零二X", "身份证号码（已隐去、尾号002X）"),
    ("她的身份证打错了：110105194912310021", "她的身份证打错了：（已隐去、尾号0021）"),
    ("老身份证130503670401001还留着", "老身份证（已隐去、尾号1001）还留着"),
    ("我的護照號碼是 E88888888", "我的護照號碼是（已隐去、尾号8888）"),
    ("护照E12345678，2030年5月到期", "护照（已隐去、尾号5678），2030年5月到期"),
    ("驾驶证档案编号440101234567", "驾驶证档案编号（已隐去、尾号4567）"),
    ("港澳通行证是C12345678", "港澳通行证是（已隐去、尾号5678）"),
    ("社保卡号 320106198807153219", "社保卡号（已隐去、尾号3219）"),
    ("她的香港身份证是A123456(3)", "她的香港身份证是（已隐去、尾号4563）"),
    ("my SSN is 123-45-6789", "my SSN is (hidden except 6789)"),
    ("my passport number is X12345678", "my passport number is (hidden except 5678)"),
    ("driver's license number D1234567", "driver's license number (hidden except 4567)"),
    ("my ID number is 440308199901101512", "my ID number is (hidden except 1512)"),
]
PASSWORDS = [
    ("家里的wifi密码 xiaomao77，客人来了要用", "家里的wifi密码（已隐去），客人来了要用"),
    ("密码是909090", "密码是（已隐去）"),
    ("电脑开机密码改成了Moon@Lake9!", "电脑开机密码改成了（已隐去）"),
    ("我把密码从qwe789改成zxc321了", "我把密码从（已隐去）改成（已隐去）了"),
    ("密码我昨天换成了 river-stone-5", "密码我昨天换成了（已隐去）"),
    ("取款密码是六个八", "取款密码是（已隐去）"),
    ("取款密码是幺二三四五六", "取款密码是（已隐去）"),
    ("保险柜密码：左3右7左9", "保险柜密码：（已隐去）"),
    ("支付密码：258369，别告诉别人", "支付密码：（已隐去），别告诉别人"),
    ("锁屏密码是 1 2 3 4 5 6", "锁屏密码是（已隐去）"),
    ("平板的密码六个零", "平板的密码（已隐去）"),
    ("论坛密码跟QQ一样，都是 bb123456", "论坛密码跟QQ一样，都是（已隐去）"),
    ("支付密码是生日倒过来 215091", "支付密码是生日倒过来（已隐去）"),
    ("路由器密码 sunshine", "路由器密码（已隐去）"),
    ("我的密码是2345!xy", "我的密码是（已隐去）"),
    ("tiger2024是我的邮箱密码", "（已隐去）是我的邮箱密码"),
    ("他拿 880808 当密码", "他拿（已隐去） 当密码"),
    ("密码是tiger1，不对，是tiger2", "密码是（已隐去），不对，是（已隐去）"),
    ("QQ密码tiger1或者tiger2，我记不清了", "QQ密码（已隐去）或者（已隐去），我记不清了"),
    ("密码没变，还是tiger1", "密码没变，还是（已隐去）"),
    ("密码：「芝麻开门」", "密码：「（已隐去）」"),
    ("账号lisi密码Passw0rd", "账号lisi密码（已隐去）"),
    ("账号密码都是admin", "账号密码都是（已隐去）"),
    ("信用卡密碼是 8848", "信用卡密碼是（已隐去）"),
    ("我的password是tiger1", "我的password是（已隐去）"),
    ("信用卡的PIN是0000", "信用卡的PIN是（已隐去）"),
    ("验证码839201，5分钟内有效", "验证码（已隐去），5分钟内有效"),
    ("验证码 839201 5分钟内有效", "验证码（已隐去） 5分钟内有效"),
    ("CVV是123，有效期12/28", "CVV是（已隐去），有效期12/28"),
    ("门锁密码给了保洁阿姨，是 2580", "门锁密码给了保洁阿姨，是（已隐去）"),
    ("密码是 A B C 1 2 3", "密码是（已隐去）"),
    ("密码是 tiger七七八", "密码是（已隐去）"),
    ("密码：abc 123", "密码：（已隐去）"),
    ("账号密码是13812345678 abc123", "账号密码是（已隐去）（已隐去）"),
    ("密码不再是tiger1了", "密码不再是（已隐去）了"),
    ("my password is hunter2", "my password is (hidden)"),
    ("my mail password's rover99", "my mail password's (hidden)"),
    ("my old password used to be rover99", "my old password used to be (hidden)"),
    ("password of the router: 12345678", "password of the router: (hidden)"),
    ("I use hunter2 as my password", "I use (hidden) as my password"),
    ("the password for my mail account is blue-sky-42.", "the password for my mail account is (hidden)."),
    ("Password: swordfish", "Password: (hidden)"),
    ("I changed my password to Blue42!", "I changed my password to (hidden)"),
    ("hunter2 is my password", "(hidden) is my password"),
    ("my pin is 4821, don't tell", "my pin is (hidden), don't tell"),
    ("the code for the front door is 5521#", "the code for the front door is (hidden)"),
    ('the wifi password is "guest 2024"', 'the wifi password is "(hidden)"'),
    ("db at postgres://root:s3cr3t@db.local/app", "db at postgres://root:password (hidden)@db.local/app"),
]
KEYS = [
    (f"我的 key 是 {KEY}", "我的 key 是（已隐去）"),
    (f"DASHSCOPE_API_KEY={KEY}", "DASHSCOPE_API_KEY=(hidden)"),
    (f"{GITHUB} 是干什么的", "密钥（已隐去） 是干什么的"),
    (f"接口返回了 {JWT}", "接口返回了密钥（已隐去）"),
    (f"服务器私钥：\n{PEM}", "服务器私钥：\n（已隐去）"),
    ("密钥是 7f8a9b0c1d2e3f4a5b6c7d8e9f0a1b2c", "密钥是（已隐去）"),
    ("阿里云的AccessKey是LTAI5tAbCdEfGhIjKlMnOpQr", "阿里云的AccessKey是（已隐去）"),
    ("GitLab 令牌 glpat-" + "AbCd" * 5, "GitLab 令牌（已隐去）"),
    ("token: 9f86d081884c7d659a2feaa0c55ad015", "token: (hidden)"),
    (f"助记词是 {WORDS}", "助记词是（已隐去）"),
    (f"my seed phrase is {WORDS}", "my seed phrase is (hidden)"),
    ("my passphrase is correct horse battery staple", "my passphrase is (hidden)"),
]


@pytest.mark.parametrize(("said", "kept"), [*CARDS, *PAPERS, *PASSWORDS, *KEYS])
def test_a_secret_is_masked_and_the_rest_of_the_sentence_stays(said: str, kept: str) -> None:
    assert mask(said).text == kept
    assert mask(kept).kinds == (), "what is masked is not masked again"


def test_several_secrets_of_one_sentence_are_masked_and_named_once_each() -> None:
    masked = mask("建行卡6217001234567890123密码654321，农行卡6228480402564890018，密码258000")
    assert masked.text == "建行卡（已隐去、尾号0123）密码（已隐去），农行卡（已隐去、尾号0018），密码（已隐去）"
    assert masked.kinds == ("card", "password")


def test_a_secret_says_where_it_stands() -> None:
    secret = find_secrets("密码是tiger1吗")[0]
    assert ("密码是tiger1吗"[secret.start : secret.end], secret.kind, secret.tail) == ("tiger1", "password", "")


def test_a_text_without_secrets_is_the_same_text() -> None:
    assert mask("我叫张三").text == "我叫张三"
    assert mask("").text == ""


def test_the_note_names_the_kinds_in_the_language_of_the_user() -> None:
    assert note(["card"], chinese=True) == "（你说的银行卡号已隐去，没有保存。）"
    assert (
        note(["card", "identity", "password"], chinese=True) == "（你说的银行卡号、身份证号和密码已隐去，没有保存。）"
    )
    assert (
        note(["card", "password"], chinese=False)
        == "(The card number and password you gave was hidden and is not kept.)"
    )


def test_check_digits_tell_a_number_from_its_neighbours() -> None:
    assert luhn("4111111111111111")
    assert not luhn("4111111111111112")
    assert is_identity("11010519491231002X")
    assert not is_identity("110105194912310020")
    assert not is_identity("11010519491331002X"), "there is no thirteenth month"
    assert is_old_identity("130503670401001")
    assert not is_old_identity("130503671301001")


@pytest.mark.parametrize(("readme", "part"), [("README.md", "## 秘密"), ("README.en.md", "## Secrets")])
def test_the_examples_of_the_readme_are_what_happens(readme: str, part: str) -> None:
    text = (Path(__file__).parents[2] / readme).read_text(encoding="utf-8").partition(part)[2].partition("\n## ")[0]
    rows = [line.strip("> |").split(" | ") for line in text.splitlines() if line.startswith("> |")][2:]
    assert len(rows) == 2
    for said, kept, end in rows:
        masked = mask(said)
        assert (masked.text, note(masked.kinds, chinese=not is_latin(masked.text))) == (kept, end)


def test_a_number_right_behind_a_password_is_masked_after_it() -> None:
    masked = mask("订单密码六二二二4111111111111111")
    assert masked.text == "订单密码（已隐去）银行卡号（已隐去、尾号1111）"
    assert masked.kinds == ("password", "card")
