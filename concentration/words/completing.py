"""Sentences of what is missing: the workbook to fill in, masters, and new portfolios."""

SENTENCES: dict[str, dict[str, str]] = {
    # The first sheet of the workbook, which says every line in both languages
    "completion_title": {"zh": "待补全信息", "en": "Facts to complete"},
    "completion_nothing": {
        "zh": "目前没有缺少的信息。数据表有了内容后，请再次运行 concentration new。",
        "en": "Nothing is missing for now. Run concentration new again once the tables have rows.",
    },
    "completion_what": {
        "zh": "有 {count} 项信息缺失，限额据此才能判断。填好后保存，留在组合文件夹中，再次运行即可："
        "各命令都会读取本文件。",
        "en": "Facts that limits need and that are missing: {count}. Fill them in, save, leave the file in the "
        "portfolio's folder and run again: every command reads it.",
    },
    "completion_unknown": {
        "zh": "不知道的留空：空即未知，不作推定。",
        "en": "Leave empty what you do not know: empty is unknown, nothing is presumed.",
    },
    "completion_gaps_only": {
        "zh": "本文件只填补数据表的空白：与数据表不一致的内容会报错。请勿改动左侧的代码列。",
        "en": "The file only fills gaps of the tables: a cell that says otherwise than the table is an error. "
        "Leave the columns of codes on the left as they are.",
    },
    "completion_every_day": {
        "zh": "清空某行的日期，该行便适用于全部日期。",
        "en": "A row whose date is cleared holds for every date.",
    },
    "completion_waiting": {
        "zh": "请先补全这些产品的产品类型、募集方式和运作方式：知道适用哪些限额之后，下次运行再列出其余所需信息。"
        "{products}",
        "en": "First the kind, offering and operation of these products: only then is it known which limits apply, "
        "and the next run lists what those need. {products}",
    },
    "completion_and_more": {"zh": "{some} 等 {count} 项", "en": "{some} and more: {count} in all"},
    "completion_table": {"zh": "工作表", "en": "Sheet"},
    "completion_missing": {"zh": "待填", "en": "To fill in"},
    "completion_exempting": {"zh": "其中仅用于豁免", "en": "Of these only for exemptions"},
    "completion_done": {"zh": "已填", "en": "Filled in"},
    "completion_colour_needed": {"zh": "需要填写", "en": "To be filled in"},
    "completion_colour_exempting": {
        "zh": "仅用于豁免：不填则不予豁免，结论照常得出",
        "en": "Only for an exemption: left empty nothing is exempt, and the verdict is given all the same",
    },
    "completion_colour_filled": {
        "zh": "已填写，尚未写入数据表：请保留",
        "en": "Filled in and not in the tables yet: keep it",
    },
    "completion_colour_other": {"zh": "无须填写", "en": "Not needed"},
    "completion_too_long": {
        "zh": "缺少信息的行有 {count} 行，一个工作表放不下，未写出 {file}；请先补全数据表中的列",
        "en": "{count} rows lack facts, more than a sheet holds, and {file} was not written: fill the columns of the "
        "table itself first",
    },
    # What the cells of the workbook take
    "completion_take_list": {"zh": "请从列表中选择", "en": "choose from the list"},
    "completion_take_date": {"zh": "请填日期，如 2024-06-28", "en": "a date, such as 2024-06-28"},
    "completion_take_figure": {"zh": "请填不小于零的数", "en": "a figure, zero or more"},
    "completion_take_any_figure": {"zh": "请填数字", "en": "a figure"},
    "completion_take_share": {
        "zh": "请填 0 至 100% 的比例，如 0.25 或 25%",
        "en": "0 to 100%, such as 0.25 or 25%",
    },
    "completion_take_ratio": {"zh": "请填比例，如 0.25 或 25%", "en": "a ratio, such as 0.25 or 25%"},
    "completion_take_country": {
        "zh": "请填两位字母的国家或地区代码，如 CN、HK、US",
        "en": "a two-letter code of a country, such as CN, HK, US",
    },
    # Masters
    "master_missing": {"zh": "主数据文件不存在", "en": "the master file does not exist"},
    "master_of_no_kind": {"zh": "主数据文件不是可读取的格式", "en": "a master of this format cannot be read"},
    "master_contradicts": {
        "zh": "与另一份主数据 {file} 不一致，后者为 {said}",
        "en": "the cell contradicts another master, {file}, which says {said}",
    },
    "note_master_filled": {
        "zh": "主数据填入 {table} 表的 {count} 个空单元格。",
        "en": "The master filled {count} empty cell(s) of the table {table}.",
    },
    "note_master_goes_before": {
        "zh": "{column}：{count} 处以主数据为准（如 {key}：{own} 改为 {said}）。",
        "en": "{column}: in {count} case(s) the master's word was taken (such as {key}: {own} became {said}).",
    },
    "note_master_says_otherwise": {
        "zh": "{column}：{count} 处与主数据不一致，保留原值（如 {key}：保留 {own}，主数据为 {said}）。",
        "en": "{column}: in {count} case(s) the master says otherwise, and what stood there was kept "
        "(such as {key}: {own} was kept, the master says {said}).",
    },
    # New portfolios
    "help_new": {
        "zh": "建立组合文件夹；已有组合的，列出缺少的信息（to-complete.xlsx）。",
        "en": "Start a portfolio's folder; of one that is there, list the missing facts (to-complete.xlsx).",
    },
    "help_new_folder": {
        "zh": "新的或空的文件夹，或已有组合的文件夹。",
        "en": "A new or empty folder, or that of a portfolio.",
    },
    "new_in_other_folder": {
        "zh": "文件夹中有其他内容而没有组合的数据表，没有写入任何文件；请另选新的或空的文件夹",
        "en": "the folder holds other things and no table of a portfolio, nothing was written: name a new or an "
        "empty one",
    },
    "heading_new_errors": {
        "zh": "没有写入任何文件：有 {count} 个问题，须先改正",
        "en": "Nothing was written: {count} problem(s) to be put right first",
    },
    "new_next": {
        "zh": "请填写 {folder} 中的数据表，再运行 concentration new {folder} 列出还缺少的信息。",
        "en": "Fill in the tables in {folder}; concentration new {folder} then lists the facts that are missing.",
    },
    "new_filled": {
        "zh": "已填写而尚未写入数据表的 {count} 项保留在其中。",
        "en": "{count} that are filled in and in no table yet were kept in it.",
    },
}
