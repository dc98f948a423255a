"""Sentences of valuation tables and of importing them."""

SENTENCES: dict[str, dict[str, str]] = {
    "not_a_pattern": {"zh": "不是正则表达式：{what}", "en": "this is no regular expression: {what}"},
    "valuation_no_header": {
        "zh": "不是估值表：没有一行同时有科目代码、科目名称和市值",
        "en": "this is no valuation table: no line has headers of subject code, subject name and market value",
    },
    "valuation_two_days": {
        "zh": "一个文件中有两个估值日期，未导入",
        "en": "the file has two days of valuation, nothing of it was imported",
    },
    "valuation_no_day": {
        "zh": "表中没有估值日期，文件名中也没有唯一的日期",
        "en": "there is no day of valuation in the sheet, and no single one in the file's name",
    },
    "valuation_no_product": {
        "zh": "找不到产品名称或代码",
        "en": "neither name nor code of a product is found",
    },
    "valuation_unit": {"zh": "金额单位不明", "en": "the unit of the amounts is not known"},
    "valuation_no_figure": {"zh": "金额不是数字", "en": "the amount is no figure"},
    "valuation_no_rate": {
        "zh": "外币金额没有汇率，无法折成人民币",
        "en": "the amount is in another currency and has no exchange rate",
    },
    "valuation_cut_off": {
        "zh": "表格不完整：没有合计行（文件可能被截断）",
        "en": "the table has no totals: it may have been cut off",
    },
    "valuation_unproven_assets": {
        "zh": "各明细之和与资产类合计不符，差额 {difference} 元",
        "en": "the rows do not add up to the total of assets; they differ by {difference} yuan",
    },
    "valuation_unproven_liabilities": {
        "zh": "各明细之和与负债类合计不符，差额 {difference} 元",
        "en": "the rows do not add up to the total of liabilities; they differ by {difference} yuan",
    },
    "valuation_unproven_net_assets": {
        "zh": "资产类合计减负债类合计不等于资产净值，差额 {difference} 元",
        "en": "assets less liabilities are not the net assets; they differ by {difference} yuan",
    },
    "valuation_unproven_subject": {
        "zh": "科目 {code}（{name}）与其下级（第 {rows} 行）之和不符，差额 {difference} 元",
        "en": "the rows below subject {code} ({name}; rows {rows}) differ from it by {difference} yuan",
    },
    "valuation_share": {
        "zh": "{code}（{name}）的市值占净值与市值除以净值不符",
        "en": "the share of net assets printed for {code} ({name}) is not its market value over the net assets",
    },
    "note_valuation_other_day": {
        "zh": "{file}：表内估值日期 {day} 与文件名中的 {named} 不同，以表内为准",
        "en": "{file}: the sheet says {day}, the file's name {named}; the sheet is followed",
    },
    "note_valuation_day_of_file": {
        "zh": "{file}：估值日期 {day} 取自文件名",
        "en": "{file}: the day of valuation {day} is taken from the file's name",
    },
    "note_valuation_code_of_file": {
        "zh": "{file}：产品“{name}”的代码 {code} 取自文件名",
        "en": "{file}: the code {code} of product {name} is taken from the file's name",
    },
    "note_valuation_no_unit": {
        "zh": "{file}：没有写明金额单位，按元处理",
        "en": "{file}: the unit of amounts is not stated; taken as yuan",
    },
    "valuation_code_twice": {
        "zh": "科目代码重复，首次出现在第 {first} 行",
        "en": "the subject code is repeated: row {first} has it already",
    },
}
