"""What people want remembered is not taken for a secret."""

import pytest

from tools.secrets import mask

NUMBERS = """
我的手机号是13812345678
电话 138 1234 5678，或者 010-66668888
我妈电话13900001111，我爸电话13900002222
手机号+86 138 0013 8000
my phone is 415-555-2671
call me at +49 151 23456789
我住在朝阳区建国路88号3单元1201室
邮编100080，门牌号1203
my zip code is 94110
邮箱是lisi1990@qq.com
我的QQ是1234567890
微信号lisi_1990
我生日是1990年5月12日
我的生日是19900512
I was born on 1990-05-12
会议从2024-05-01到2024-05-03
2024-05-01 2024-05-02 我在上海
在2024年5月1日到2024年6月30日之间
时间戳1716190000000
订单号是2024050112345678
订单号 4111111111111111 还没发货
order number 4111111111111111 shipped
快递单号SF1234567890123
快递单号是 75312345678901，放在驿站
圆通单号YT8888888888888到了
tracking number 9400111899223197428490
取件码8-3-2011
发票号码12345678901234567890
统一社会信用代码91110000MA01ABCD12
我的车牌是京A12345
车架号LSVAU2A37N2123456
IMEI是 356938035643809
ISBN 9787020002207
条码6901234567892
会员卡号6222021234567890128
公交卡号 8888 1234 5678 9012
学号202112345678，工号 00123456
我的考号是 110101199003078
会议号123 456 789
电表读数 00123456
股票代码600519
我存了5000元，今年奖金30000，明年50000
工资 35000 42000 51000
I paid 1,234,567,890,123 rupees
信用卡额度 50000 80000 100000
双色球号码 03 08 15 22 29 31 07
圆周率3.1415926535897932
IP是192.168.1.100，端口8000
commit 3f786850e387550fdab836ed7e6dc881de23001b
航班CA1234，座位12A
G1234次列车10:30发车，房间号8808
我身高175，体重70，体温36.5度
我的幸运数字是7
"""
CARDS_AND_PAPERS = """
我的招行卡尾号1234
身份证末四位是9035
身份证2030年到期
身份证有效期到20301231
身份证丢了，要去补办
我办了张招商银行信用卡，额度50000
信用卡账单日是5号，还款日23号
信用卡账单 2024-05-01 - 2024-06-01
这张银行卡是2019年办的，年费200
我有4张信用卡
银行卡里还有123456.78元
身份证上写的是1990年3月7日
工商银行朝阳支行，联行号102100099996
护照2030年5月到期
护照 20301231 到期
my passport expires 20301231
护照丢了
驾照C1，20281231到期
"""
PASSWORDS = """
我忘了密码
密码是多少？
Wi-Fi 密码记在玄关的小黑板上
我的密码本放在抽屉里
密码要8位以上
密码是8位数字
密码2024年改过一次
密码输错3次就锁了
密码忘了，我的生日是19900101
密码和手机号都换了，手机号是13812345678
密码是用指纹的
我的密码是我生日
密码跟以前一样
密码设置得很简单
密码是iPhone自动生成的
iPhone15是我设置过密码的
1Password是我的密码管理器
我爱看《达芬奇密码》
密码发到13812345678了
密码在第1024页
验证码来自10690329
密码改了三次花了1200
密码写在冰箱贴上，冰箱是2019年买的
密码最少8位，包含数字和字母
密码保护的文件有2048个
密码学考了98分
密码箱是20寸的
密码锁3000块买的
验证码收不到
验证码60秒后重发
口令红包抢了5块
我的账号是lisi123
my password is wrong
my password is on the sticky note
I forgot my password again
I changed my password in 2023
pin the message from 2023
use a password with 12 characters
密码是大小写字母加数字
密码需要每90天换一次
I need to reset my password to get in
my password manager is 1Password
the password is too short
the error code is 50012
the promo code is SAVE20
my pin tumbler lock broke
Pinterest board 12345
"""
KEYS = """
钥匙是放在门口的
token用了8000个
这个 API 的 key 我忘了
my key takeaway is 12345
the token ring network from 1984
my seed phrase is written on a piece of paper in the bank vault under lock
助记词要好好保管
I keep my keys in the drawer
"""
LEFT = [line for block in (NUMBERS, CARDS_AND_PAPERS, PASSWORDS, KEYS) for line in block.strip().splitlines()]


@pytest.mark.parametrize("said", LEFT)
def test_what_is_no_secret_stays_as_it_was_said(said: str) -> None:
    assert mask(said).text == said
