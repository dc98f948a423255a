"""Sentences about what is a standard debt asset: the checks of its table, and the page of `classify`."""

SENTENCES: dict[str, dict[str, str]] = {
    "decision_unknown_kind": {"zh": "没有这种资产类型", "en": "there is no such kind of asset"},
    "decision_of_everything": {
        "zh": "没有说明适用于哪些资产：会适用于一切资产",
        "en": "it does not say which assets it fits: it would fit every asset",
    },
    "decision_without_words": {
        "zh": "既没有原文，也没有注明是推断",
        "en": "it has neither the law's words nor says that it is inferred",
    },
    "decision_without_clause": {
        "zh": "有原文而没有出处",
        "en": "words are quoted, but not where they stand",
    },
    "decision_review_without_task": {
        "zh": "须认定的，应说明查清什么",
        "en": "a review must say what to find out",
    },
    "decision_task_without_review": {
        "zh": "已有结论的，没有什么须查清",
        "en": "only a review has something to find out",
    },
    "help_classify": {
        "zh": "逐项列出资产是标准化还是非标准化债权类资产，附条款原文。",
        "en": "List each asset as standard or non-standard debt, with the clause and its words.",
    },
    "help_classify_format": {"zh": "输出格式：rich 或 json。", "en": "Format: rich or json."},
    "classify_title": {
        "zh": "{portfolio} · {day} · 资产 {count} 项",
        "en": "{portfolio} · {day} · assets: {count}",
    },
    "classify_source": {
        "zh": "《标准化债权类资产认定规则》（公告〔2020〕5号）；“反馈”“答”指随规则公布的意见反馈和答记者问。",
        "en": "Rules for Recognising Standardised Debt Assets (announcement 5 of 2020); “反馈” and “答” are the "
        "feedback and the answers published with them.",
    },
    "classify_class": {"zh": "{name}  {count} 项", "en": "{name}  {count}"},
    "class_review": {"zh": "规则未定，须认定", "en": "Not decided by the text: to be reviewed"},
    "class_non_standard": {"zh": "非标准化债权类资产", "en": "Non-standard debt"},
    "class_standard": {"zh": "标准化债权类资产", "en": "Standard debt"},
    "class_excluded": {
        "zh": "非标除外（既非标债也非非标）",
        "en": "Carved out: debt that is neither standard nor non-standard",
    },
    "class_out_of_scope": {"zh": "不属债权类资产", "en": "No debt: outside these rules"},
    "classify_quoted": {"zh": "{clause}：“{quote}”", "en": "{clause}: “{quote}”"},
    "classify_quoted_inferred": {
        "zh": "{clause}：“{quote}”（推断：条文未点名）",
        "en": "{clause}: “{quote}” (inferred: not named there)",
    },
    "classify_clause_inferred": {
        "zh": "{clause}（推断：条文未点名）",
        "en": "{clause} (inferred: not named there)",
    },
    "classify_inferred": {"zh": "推断：条文未点名", "en": "Inferred: no text names it"},
    "classify_csrc_standardised": {
        "zh": "证监会口径：标准化资产",
        "en": "To the CSRC: a standardised asset",
    },
    "classify_csrc_not_standardised": {
        "zh": "证监会口径：非标准化资产",
        "en": "To the CSRC: not a standardised asset",
    },
    "classify_to_find_out": {"zh": "须查清：{what}", "en": "To find out: {what}"},
}
