"""The words for what a sentence from the sea says: kinds of messages, and the window that shows them.

What lives here: a table. What does not: which fields of a message are told (panels/sentences.py).
"""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    # Kinds of messages (ITU-R M.1371)
    "sentence_1": ("A 类船位", "Class A position"),
    "sentence_2": ("A 类船位", "Class A position"),
    "sentence_3": ("A 类船位", "Class A position"),
    "sentence_4": ("基站报告", "Base station report"),
    "sentence_5": ("A 类静态与航次", "Class A static and voyage"),
    "sentence_6": ("寻址二进制", "Addressed binary"),
    "sentence_7": ("二进制确认", "Binary acknowledgement"),
    "sentence_8": ("广播二进制", "Broadcast binary"),
    "sentence_9": ("搜救航空器", "SAR aircraft"),
    "sentence_10": ("时间询问", "UTC inquiry"),
    "sentence_11": ("时间应答", "UTC response"),
    "sentence_12": ("寻址安全信息", "Addressed safety message"),
    "sentence_13": ("安全信息确认", "Safety acknowledgement"),
    "sentence_14": ("安全广播", "Safety broadcast"),
    "sentence_15": ("询问", "Interrogation"),
    "sentence_16": ("指配模式", "Assigned mode"),
    "sentence_17": ("差分改正", "DGNSS corrections"),
    "sentence_18": ("B 类船位", "Class B position"),
    "sentence_19": ("B 类船位（扩展）", "Class B position, extended"),
    "sentence_20": ("数据链管理", "Data link management"),
    "sentence_21": ("航标报告", "Aid to navigation"),
    "sentence_22": ("信道管理", "Channel management"),
    "sentence_23": ("群组指配", "Group assignment"),
    "sentence_24": ("B 类静态", "Class B static"),
    "sentence_25": ("单时隙二进制", "Single slot binary"),
    "sentence_26": ("多时隙二进制", "Multiple slot binary"),
    "sentence_27": ("远程船位", "Long range position"),
    "sentence_clue": ("上报线索", "Reported clue"),
    "sentence_other": ("AIS 报文 {type}", "AIS message {type}"),
    "sentence_unread": ("未能解读", "Could not be read"),
    # The window
    "desk_sentences": ("原始语句", "Raw sentences"),
    "desk_sentences_none": ("原始语句已不在记录中", "The recording no longer holds them"),
    "desk_sentences_missing": ("另有 {count} 条不在记录中", "{count} more are not in the recording"),
    "desk_sentences_copy": ("复制", "Copy"),
    "desk_sentences_copied": ("已复制原始语句", "Raw sentences copied"),
    "desk_key_replay": ("回放所选告警：从前一分钟看起", "Replay the chosen alert, from a minute before it"),
    "desk_key_evidence": ("看所选告警的原始语句", "Raw sentences behind the chosen alert"),
}
