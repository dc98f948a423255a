"""Sentences of reading: what is wrong with an input, and what was done to it on the way in.

A problem's sentence says what is wrong; its place, what was seen, what is allowed and how many rows more are
appended by `concentration.words.sentences.render_problem`.
"""

SENTENCES: dict[str, dict[str, str]] = {
    # The folder and its files
    "path_missing": {"zh": "组合路径不存在", "en": "the portfolio's path does not exist"},
    "not_a_folder": {
        "zh": "组合应为一个文件夹，或一个 .xlsx 工作簿",
        "en": "a portfolio is a folder of tables or one .xlsx workbook, and this is neither",
    },
    "workbook_unsupported": {
        "zh": "不读取该格式的工作簿；请另存为 .xlsx",
        "en": "workbooks of this format are not read: save it as .xlsx",
    },
    "no_tables": {"zh": "文件夹中没有任何数据表", "en": "the folder holds no table at all"},
    "table_missing": {"zh": "缺少必需的数据表 {table}", "en": "the needed table {table} is missing"},
    "table_empty": {"zh": "数据表没有数据行", "en": "the table has no rows"},
    "table_twice": {
        "zh": "同一数据表 {table} 有两个文件，另一个是 {other}",
        "en": "two files hold the same table {table}; the other one is {other}",
    },
    "table_unknown": {
        "zh": "文件名不是任何数据表的名称（可改名，或列入 portfolio.yaml 的 ignore）",
        "en": "the file's name is no table's name (rename it, or list it under ignore in portfolio.yaml)",
    },
    "table_unsupported": {
        "zh": "数据表 {table} 不属于组合：由 concentration trade 单独读取",
        "en": "the table {table} is no part of a portfolio: concentration trade reads it by itself",
    },
    "sheet_unclear": {
        "zh": "工作簿有几个非空工作表，没有一个以数据表 {table} 命名",
        "en": "the workbook has several sheets that are not empty, none called like the table {table}",
    },
    "sheet_twice": {
        "zh": "两个工作表是同一数据表 {table}，另一个是 {other}",
        "en": "two sheets hold the same table {table}; the other one is {other}",
    },
    "sheet_hidden": {
        "zh": "名称是数据表的工作表被隐藏，没有读入；请取消隐藏或改名",
        "en": "a sheet called like a table is hidden and was not read: show it or rename it",
    },
    "sheet_misspelt": {
        "zh": "工作表名称与数据表名称仅差一两个字母",
        "en": "the sheet's name is within two letters of a table's",
    },
    "unreadable": {"zh": "文件无法读取", "en": "the file cannot be read"},
    "unknown_encoding": {
        "zh": "文件既不是 UTF-8 也不是 GB18030 编码",
        "en": "the file is neither UTF-8 nor GB18030",
    },
    "wrong_encoding": {
        "zh": "文件不是 portfolio.yaml 所说的编码 {encoding}",
        "en": "the file is not in the encoding {encoding} that portfolio.yaml says",
    },
    # Headers and rows
    "header_twice": {"zh": "列名重复", "en": "the header stands twice"},
    "column_twice": {
        "zh": "两个列名指向同一列 {name}，另一个是 {other}",
        "en": "two headers name the same column {name}; the other one is {other}",
    },
    "column_missing": {"zh": "缺少必需的列", "en": "a required column is missing"},
    "column_misspelt": {
        "zh": "列名与已知列名仅差一两个字母（如确为自有列，请在 portfolio.yaml 的 ignore 中列出 {entry}）",
        "en": "the header is within two letters of a known one (if it is a column of your own, list {entry} "
        "under ignore in portfolio.yaml)",
    },
    "ragged_row": {
        "zh": "该行有 {cells} 个单元格，表头有 {headers} 个",
        "en": "the row has {cells} cells, the header {headers}",
    },
    "quote_misplaced": {
        "zh": "单元格中的引号未成对：含引号的单元格须整体加引号，内部引号写两次",
        "en": "a quotation mark inside a cell: quote the whole cell and write the mark twice",
    },
    "quote_unclosed": {"zh": "引号没有结束", "en": "a quoted cell is never closed"},
    "wrong_type": {
        "zh": "该列的数据类型无法准确转换为 {type}",
        "en": "the column's type cannot be converted exactly to {type}",
    },
    # Cells
    "excel_error": {"zh": "单元格是 Excel 的错误值", "en": "the cell holds an error of Excel"},
    "code_digits_lost": {
        "zh": "代码以数字保存且超过 15 位，Excel 已丢失末位数字；请将该列设为文本后重新填写",
        "en": "a code of more than 15 digits was stored as a number and Excel has lost the last ones: "
        "format the column as text and fill it in again",
    },
    "code_ambiguous": {
        "zh": "代码以数字保存，前导零已丢失，可能是几个代码之一；请将该列设为文本后重新填写",
        "en": "the code was stored as a number, zeros in front are lost and it can be any of several: "
        "format the column as text and fill it in again",
    },
    "cells_merged": {
        "zh": "数据区有合并单元格，只有左上角有值；请取消合并并逐格填写",
        "en": "merged cells among the data: only the first has a value; unmerge them and fill in each",
    },
    "cell_empty": {"zh": "该列不允许为空", "en": "the cell is empty, and this column must be full"},
    "facts_listed": {
        "zh": "该文件列出了缺少的信息：请填好后重新运行",
        "en": "this workbook lists the facts that are missing: fill it in and run again",
    },
    "facts_of_workbook": {
        "zh": "缺少的信息可由 {command} 列出，请直接填入工作簿",
        "en": "{command} lists the facts that are missing: fill them in in the workbook itself",
    },
    "facts_can_be_listed": {
        "zh": "缺少的信息可由 {command} 列成 {file}，填好后放在组合文件夹中即可重新运行",
        "en": "{command} lists the facts that are missing in {file}: fill it in where it stands and run again",
    },
    "completed_otherwise": {
        "zh": "与数据表不一致：数据表第 {row} 行为 {said}；只有空单元格才能由此填入",
        "en": "the cell says otherwise than row {row} of the table, which says {said}: only empty cells are filled",
    },
    "completed_unknown": {
        "zh": "数据表 {table} 中没有这一行；填入的内容没有归属",
        "en": "the table {table} has no such row: what is filled in belongs to nothing",
    },
    "note_sheets_ignored": {
        "zh": "{file} 的这些工作表不是数据表，已忽略：{sheets}。",
        "en": "{file}: sheets that are no tables were ignored: {sheets}.",
    },
    "note_completed": {
        "zh": "由 {file} 填入 {count} 个空单元格。",
        "en": "{file} filled {count} empty cell(s).",
    },
    "not_a_date": {"zh": "不是日期", "en": "this is no date"},
    "not_midnight": {"zh": "日期带有具体时刻", "en": "the date carries a time of day"},
    "not_a_number": {"zh": "不是数字", "en": "this is no number"},
    "too_large": {"zh": "数值过大", "en": "the figure is too large"},
    "too_many_decimals": {"zh": "小数位数过多", "en": "the ratio has too many decimals"},
    "not_a_bool": {"zh": "不是“是/否”", "en": "this is neither yes nor no"},
    "not_a_country": {
        "zh": "不是国家或地区的两位字母代码（ISO 3166）",
        "en": "this is no two-letter country code (ISO 3166)",
    },
    "unknown_value": {"zh": "不是该列的可选值", "en": "this is no value of the column"},
    "negative": {"zh": "不得为负", "en": "the figure must not be negative"},
    "negative_for_kind": {
        "zh": "资产类型“{kind}”的该项不得为负",
        "en": "the figure must not be negative for an asset of kind {kind}",
    },
    "not_positive": {"zh": "必须大于零", "en": "the figure must be above zero"},
    "not_a_share": {"zh": "比例须在 0 至 100% 之间", "en": "the ratio must lie between 0 and 100%"},
    # Rows together
    "key_repeated": {
        "zh": "主键重复，首次出现在第 {first} 行",
        "en": "the key is repeated: row {first} has it already",
    },
    "dated_and_undated": {
        "zh": "该代码既有不带日期的行，也有带日期的行（第 {other} 行）",
        "en": "the id has a row without a date beside a dated one (row {other})",
    },
    "unknown_manager": {"zh": "管理人不在 managers 表中", "en": "the manager is not in the table managers"},
    "unknown_product": {"zh": "产品不在 products 表中", "en": "the product is not in the table products"},
    "unknown_asset": {"zh": "资产不在 assets 表中", "en": "the asset is not in the table assets"},
    "manager_not_yet": {
        "zh": "管理人在 {day} 当日及以前没有记录",
        "en": "the manager has no row on or before {day}",
    },
    "asset_not_yet": {
        "zh": "资产在 {day} 当日及以前没有记录",
        "en": "the asset has no row on or before {day}",
    },
    "product_not_that_day": {"zh": "产品在 {day} 没有记录", "en": "the product has no row on {day}"},
    "owns_without_stake": {
        "zh": "关系为 owns 的行须填写持股比例",
        "en": "a row whose relation is owns needs a stake",
    },
    "from_after_until": {
        "zh": "起始日晚于终止日 {until}",
        "en": "the first day is after the last day {until}",
    },
    # product_limits
    "contract_of_manager": {
        "zh": "管理人层面的限额合计多只产品，不能由一只产品的合同约定收紧",
        "en": "this limit is over all products of a manager, and the contract of one of them cannot make it stricter",
    },
    "contract_of_ban": {
        "zh": "该限额是禁止性的，没有可以收紧的数值",
        "en": "this limit is a ban, and there is no number that could be stricter",
    },
    "contract_value": {
        "zh": "不是该限额的比例或数额（忘了 % 也会如此）",
        "en": "this is no share or amount of this limit (has a % been forgotten?)",
    },
    "contract_looser": {
        "zh": "合同约定的 {bound} 比自 {day} 起的法定 {law} 宽松；合同约定只能更严",
        "en": "the contract's {bound} is looser than the {law} of the law from {day}; a contract can only be stricter",
    },
    # waivers
    "waivers_missing": {
        "zh": "豁免文件（--waivers）不存在",
        "en": "the file of waivers (--waivers) does not exist",
    },
    "waivers_no_table": {
        "zh": "豁免文件（--waivers）不是可读取的格式",
        "en": "the file of waivers (--waivers) is in no format that is read",
    },
    "waiver_of_nobody": {
        "zh": "没有写明豁免哪只产品或哪家管理人（product_id、manager_id 填其一）",
        "en": "it does not say whom it is for: one of product_id and manager_id",
    },
    "waiver_of_two": {
        "zh": "一行只能豁免一只产品或一家管理人（product_id、manager_id 填其一）",
        "en": "one row is for one product or one manager, not for both (one of product_id and manager_id)",
    },
    "waiver_without_line": {
        "zh": "没有写明豁免到哪里为止；没有上限的豁免不予接受",
        "en": "it does not say up to where: a waiver without a line is none",
    },
    "waiver_ends_first": {
        "zh": "起始日晚于到期日 {expires}",
        "en": "the first day is after the last day {expires}",
    },
    "waiver_not_of_managers": {
        "zh": "该限额合计管理人的全部产品，豁免应填 manager_id，而不是 product_id",
        "en": "this limit is over all products of a manager: the waiver names manager_id, not product_id",
    },
    "waiver_not_of_products": {
        "zh": "该限额逐只产品判断，豁免应填 product_id，而不是 manager_id",
        "en": "this limit is judged product by product: the waiver names product_id, not manager_id",
    },
    "waiver_value": {
        "zh": "不是该限额的比例或数额（忘了 % 也会如此）",
        "en": "this is no share or amount of this limit (has a % been forgotten?)",
    },
    "waiver_inside": {
        "zh": "豁免到 {up_to}，但限额是 {bound}：没有超出限额，什么也没有豁免",
        "en": "it goes up to {up_to} and the bound is {bound}: that is not beyond the bound and covers nothing",
    },
    # portfolio.yaml
    "bad_yaml": {"zh": "YAML 格式有误：{what}", "en": "this is not valid YAML: {what}"},
    "table_not_read": {
        "zh": "名称是数据表，但不是可读取的文件（目录、失效的链接或不支持的格式），没有读入",
        "en": "called like a table but not a file that can be read (a folder, a broken link, an unknown format)",
    },
    "settings_misnamed": {
        "zh": "设置文件名应为 portfolio.yaml",
        "en": "the settings file is called portfolio.yaml",
    },
    "settings_not_keys": {"zh": "应为“键: 值”的形式", "en": "keys with values are expected here"},
    "settings_not_list": {"zh": "应为列表", "en": "a list is expected here"},
    "settings_not_plain": {"zh": "应为单个值", "en": "a single value is expected here"},
    "key_twice": {
        "zh": "键重复，首次出现在第 {first} 行",
        "en": "the key stands twice: first in line {first}",
    },
    "key_unknown": {"zh": "未知的键", "en": "this key is unknown"},
    "bad_pattern": {
        "zh": "正则表达式有误：{what}",
        "en": "this is no regular expression: {what}",
    },
    "no_such_table": {"zh": "没有这样的数据表", "en": "there is no such table"},
    "no_such_file": {"zh": "没有这样的文件", "en": "there is no such file"},
    "no_such_sheet": {"zh": "工作簿中没有这张工作表", "en": "the workbook has no such sheet"},
    "no_such_header": {"zh": "{file} 中没有这个列名", "en": "{file} has no such header"},
    "headers_match": {
        "zh": "{file} 中有多个列名符合该表达式，应只有一个",
        "en": "several headers of {file} match, and just one must",
    },
    "header_of_two": {
        "zh": "该列名已用于另一列 {other}",
        "en": "this header is already that of another column, {other}",
    },
    "constant_beside_column": {
        "zh": "为该列设了固定值，但 {file} 中有这一列",
        "en": "the column is given a constant, but {file} has the column",
    },
    "unit_of_no_figure": {
        "zh": "该列不是数值，没有单位",
        "en": "the column holds no figures and has no unit",
    },
    "not_a_rate": {
        "zh": "不是汇率：一单位外币折合的人民币元数",
        "en": "this is no rate: how many yuan one unit of the currency is",
    },
    "currency_without_rates": {
        "zh": "说明了币种，但没有汇率（rates）",
        "en": "a currency is named, but there are no rates",
    },
    "rates_without_currency": {
        "zh": "有汇率，但没有说明各表的币种（currency）",
        "en": "there are rates, but no table's currency is named (currency)",
    },
    "currency_unknown": {"zh": "该币种没有汇率", "en": "there is no rate of this currency"},
    "setting_value": {"zh": "不是该设置的可选值", "en": "this is no value of the setting"},
    "fact_of_no_table": {
        "zh": "只能为这些表声明自有列",
        "en": "columns of one's own are declared for these tables",
    },
    "fact_name": {
        "zh": "自有列的列名须为小写字母、数字、下划线，以字母开头",
        "en": "an own column is called with small letters, digits and underscores, a letter first",
    },
    "fact_is_a_column": {
        "zh": "{table} 表已有这一列，无须声明",
        "en": "the table {table} has this column already: it is not declared",
    },
    "fact_without_table": {
        "zh": "声明了自有列，但没有数据表 {table}",
        "en": "columns of it are declared, but the table {table} is not there",
    },
    "default_unknown_column": {"zh": "没有这样的列", "en": "there is no such column"},
    "default_of_full_column": {
        "zh": "该列不允许为空，不能设默认值",
        "en": "the column must be full in every row and takes no default",
    },
    # Notes
    "note_rounded": {
        "zh": "{file} 的 {column} 列：{count} 个数值的小数超过 {places} 位，已按四舍六入五成双舍入。",
        "en": "{file}, column {column}: {count} figure(s) had more than {places} decimals "
        "and were rounded half to even.",
    },
    "note_codes_restored": {
        "zh": "{file} 的 {column} 列：{count} 个代码以数字保存，已补回前导零（第 {row} 行 {number} → {code}）。",
        "en": "{file}, column {column}: {count} code(s) were stored as numbers; the zeros in front were put back "
        "(row {row}: {number} → {code}).",
    },
    "note_digits_cut": {
        "zh": "{file} 的 {column} 列：{count} 个数值超过 15 位有效数字，Excel 只保留 15 位，已按 15 位读取"
        "（首个在第 {row} 行）。",
        "en": "{file}, column {column}: {count} figure(s) have more than 15 digits, of which Excel keeps 15: "
        "these were read (the first in row {row}).",
    },
    "note_columns_unnamed": {
        "zh": "{file} 的这些列有内容而没有列名，已忽略：{columns}。",
        "en": "{file}: columns that have cells and no header were ignored: {columns}.",
    },
    "note_table_left": {
        "zh": "{file} 不属于组合，未读取；由 concentration trade 单独读取。",
        "en": "{file} is no part of a portfolio and was not read; concentration trade reads it by itself.",
    },
    "note_columns_ignored": {
        "zh": "{file} 的这些列未在数据约定中，已忽略：{columns}。",
        "en": "{file}: columns that are not declared were ignored: {columns}.",
    },
    "note_floats_converted": {
        "zh": "{file} 的 {column} 列为浮点数，已按其最短十进制写法转换。",
        "en": "{file}, column {column}: floating-point figures were converted through their "
        "shortest decimal form.",
    },
    "note_unit": {
        "zh": "{file} 的 {column} 列以{unit}为单位：{count} 个数值已换算。",
        "en": "{file}, column {column}: {count} figure(s) were converted from {unit}.",
    },
    "note_converted": {
        "zh": "{file}：{count} 行的金额按 1 {currency} = {rate} 元折算为人民币。",
        "en": "{file}: the amounts of {count} row(s) were converted at {rate} yuan for 1 {currency}.",
    },
    "note_default_filled": {
        "zh": "{file} 的 {column}：{count} 个空单元格按 portfolio.yaml 的默认值 {value} 填入。",
        "en": "{file}, column {column}: {count} empty cell(s) were filled with {value}, "
        "the default of portfolio.yaml.",
    },
    "note_tradable": {
        "zh": "{count} 行持仓既无限售到期日，其资产也未说明是否流通受限：按可流通处理。",
        "en": "{count} holding(s) say neither restricted_until nor whether their asset is "
        "restricted: taken as tradable.",
    },
    "note_of_portfolio": {"zh": "组合说明：{text}", "en": "noted with the portfolio: {text}"},
}
