"""Names written in hanzi, as they stand on the air: AIS has capital Latin letters alone, and craft spell their pinyin.

What lives here: the hanzi usual in names of Chinese craft and their pinyin. What does not: the search itself.
"""

from __future__ import annotations

import re

_TABLE = """
浙ZHE 沪HU 苏SU 闽MIN 粤YUE 鲁LU 辽LIAO 冀JI 津JIN 琼QIONG 桂GUI 台TAI 港GANG 澳AO 京JING 皖WAN 赣GAN 鄂E
湘XIANG 舟ZHOU 山SHAN 普PU 陀TUO 定DING 海HAI 岱DAI 嵊SHENG 泗SI 洋YANG 渔YU 运YUN 养YANG 冷LENG 油YOU 化HUA
工GONG 供GONG 水SHUI 船CHUAN 轮LUN 号HAO 客KE 货HUO 集JI 装ZHUANG 箱XIANG 拖TUO 驳BO 引YIN 航HANG 巡XUN
警JING 政ZHENG 监JIAN 执ZHI 法FA 救JIU 助ZHU 东DONG 南NAN 西XI 北BEI 中ZHONG 上SHANG 下XIA 大DA 小XIAO 新XIN
老LAO 长CHANG 江JIANG 河HE 湖HU 沙SHA 岛DAO 湾WAN 门MEN 宁NING 波BO 州ZHOU 温WEN 象XIANG 甬YONG 椒JIAO 瑞RUI
玉YU 环HUAN 奉FENG 慈CI 余YU 镇ZHEN 仑LUN 嘉JIA 兴XING 杭HANG 金JIN 银YIN 铜TONG 宝BAO 石SHI 龙LONG 凤FENG
虎HU 鹏PENG 鹰YING 鸿HONG 雁YAN 星XING 月YUE 日RI 光GUANG 明MING 华HUA 夏XIA 春CHUN 安AN 平PING 和HE 顺SHUN
利LI 达DA 通TONG 畅CHANG 泰TAI 康KANG 福FU 禄LU 寿SHOU 吉JI 祥XIANG 丰FENG 盛SHENG 隆LONG 昌CHANG 恒HENG
永YONG 久JIU 远YUAN 洲ZHOU 国GUO 民MIN 天TIAN 地DI 人REN 心XIN 德DE 义YI 信XIN 诚CHENG 勇YONG 志ZHI 伟WEI
强QIANG 军JUN 建JIAN 设SHE 创CHUANG 业YE 发FA 展ZHAN 进JIN 胜SHENG 成CHENG 功GONG 联LIAN 合HE 众ZHONG 恩EN
润RUN 源YUAN 泉QUAN 浩HAO 瀚HAN 虾XIA 蟹XIE 鱼YU 潮CHAO 浪LANG 帆FAN 锚MAO 舵DUO 桥QIAO 衢QU 黄HUANG 蓝LAN
红HONG 白BAI 青QING 绿LV 紫ZI 黑HEI 六LIU 横HENG 桃TAO 花HUA 朱ZHU 家JIA 尖JIAN 沈SHEN 秀XIU 册CE 子ZI 马MA
迹JI 枸GOU 杞QI 壁BI 三SAN 一YI 二ER 四SI 五WU 七QI 八BA 九JIU 十SHI 百BAI 千QIAN 万WAN 亿YI 起QI 重ZHONG
挖WA 泥NI 散SAN 杂ZA 液YE 气QI 特TE 种ZHONG 旅LV 游YOU 快KUAI 艇TING
"""
PINYIN = {pair[0]: pair[1:] for pair in _TABLE.split()}


def on_air(text: str) -> str:
    """A name as it is compared: `浙普渔 62028` and `Zhe Pu Yu 62028` are both `ZHEPUYU62028`."""
    spelt = "".join(PINYIN.get(letter, letter) for letter in text.upper())
    return re.sub(r"[^A-Z0-9]", "", spelt)
