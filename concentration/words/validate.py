"""Sentences of `validate`: what a portfolio does not say yet."""

SENTENCES: dict[str, dict[str, str]] = {
    "help_validate": {
        "zh": "列出缺少的信息：哪些限额需要，每只产品的总资产有多大比例未由持仓说明。",
        "en": "List the facts that are missing, the limits that need them, and what share of each product's total "
        "assets its holdings leave unexplained.",
    },
    "help_validate_format": {"zh": "输出格式：rich 或 json。", "en": "Format: rich or json."},
    "validate_title": {"zh": "{portfolio}，{as_of}", "en": "{portfolio}, {as_of}"},
    "validate_complete": {
        "zh": "没有缺少的信息：{limits} 项限额都能得到所需",
        "en": "No fact is missing: each of {limits} limits has what it needs",
    },
    "validate_missing": {
        "zh": "缺少 {count} 项信息，{limits} 项限额需要它们",
        "en": "{count} fact(s) are missing; {limits} limit(s) need them",
    },
    "validate_missing_in_tables": {"zh": "缺少 {count} 项信息", "en": "{count} fact(s) are missing"},
    "validate_waiting": {
        "zh": "{count} 只产品的类型、募集方式、运作方式或管理人未知，尚不知适用哪些限额。先只列这几项，"
        "填好后再列其余：{products}",
        "en": "Of {count} product(s) the kind, the offering, the operation or the manager is not known, and so "
        "not which limits apply. Only these facts are listed yet; the others follow once they are filled "
        "in: {products}",
    },
    "validate_more_products": {"zh": "{products} 等", "en": "{products} and others"},
    "validate_read": {"zh": "读入", "en": "Read"},
    "validate_rows": {"zh": "{rows} 行", "en": "{rows} row(s)"},
    "validate_by_table": {"zh": "缺少的信息，按数据表", "en": "What is missing, by table"},
    "validate_by_limit": {"zh": "缺少的信息，按限额", "en": "What is missing, by limit"},
    "validate_by_reading": {
        "zh": "不允许为空，无论适用哪些限额",
        "en": "May not be empty, whatever limits apply",
    },
    "validate_exemptions": {
        "zh": "只关系到豁免：不填，则不豁免，结论仍可作出",
        "en": "Needed for exemptions only: without them nobody is freed, and verdicts are given all the same",
    },
    "validate_limit": {"zh": "{title}（{limit}）", "en": "{title} ({limit})"},
    "validate_cells": {"zh": "{file} 的 {column}：{places}", "en": "{file}, {column}: {places}"},
    "validate_places_more": {"zh": "{places}……", "en": "{places} …"},
    "validate_row": {"zh": "第 {row} 行（{key}）", "en": "row {row} ({key})"},
    "validate_no_row": {"zh": "{key}（尚无此行）", "en": "{key} (no row yet)"},
    "validate_setting": {
        "zh": "设置 {setting} 尚未作出（lists.yaml）",
        "en": "the setting {setting} has not been made (lists.yaml)",
    },
    "validate_unexplained": {
        "zh": "总资产中未由持仓说明的比例（总资产减市值合计，再除以总资产）",
        "en": "Share of total assets that holdings leave unexplained (total assets less market values, divided by "
        "total assets)",
    },
    "validate_unexplained_more": {
        "zh": "另有 {count} 只产品，比例都不更大（--format json 列出全部）",
        "en": "and {count} more of no larger share (--format json lists all)",
    },
    "validate_unexplained_unknown": {
        "zh": "未知 {count} 只，总资产或某项市值未填：{products}",
        "en": "Unknown of {count}, total assets or a market value being empty: {products}",
    },
    "heading_validate_errors": {
        "zh": "没有检查缺少什么：输入有 {count} 个问题，须先改正",
        "en": "Nothing was examined: {count} problem(s) in the input to be put right first",
    },
    "validate_fill_in": {
        "zh": "请在 {file} 中填写缺少的信息，然后重新运行",
        "en": "Fill in what is missing in {file} and run again",
    },
    "validate_new": {
        "zh": "{command} 会把缺少的信息列成 {file}，填好后重新运行",
        "en": "{command} lists what is missing in {file}: fill it in and run again",
    },
}
