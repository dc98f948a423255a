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
    "valuation_gain": {
        "zh": "{code}（{name}）的成本加估值增值不等于市值",
        "en": "cost and gain of {code} ({name}) are not its market value",
    },
    "valuation_total_twice": {
        "zh": "同一合计出现两次，金额不同",
        "en": "the total stands twice, with two amounts",
    },
    "valuation_code_digits": {
        "zh": "科目代码按数字保存，位数过多，已失去末几位；请改存为文本",
        "en": "the subject code is kept as a number of too many digits and has lost its last ones: keep it as text",
    },
    "valuation_part_unclear": {
        "zh": "该行（{name}）可能属于几项资产，无法归并",
        "en": "the row ({name}) may be part of several items, and nothing says of which",
    },
    "valuation_no_items": {
        "zh": "科目“{name}”之下没有逐只证券的行：只有科目合计的估值表无法导入",
        "en": "subject {name} has no rows for its securities: a table of subjects alone cannot be imported",
    },
    "note_valuation_shares_unchecked": {
        "zh": "{file}：没有可核对的市值占净值，未作该项核对",
        "en": "{file}: no shares of net assets to check, this part of the proof was left out",
    },
    "note_valuation_no_column": {
        "zh": "{file}：没有找到这些列，其内容留空：{columns}",
        "en": "{file}: these columns were not found and stay empty: {columns}",
    },
    "note_valuation_no_market": {
        "zh": "{file}：{count} 项证券未说明市场，按本产品自有的资产记录，不与其他产品合并：{items}",
        "en": "{file}: the market of {count} securities is not told; each is an asset of its own product, not added up "
        "with others: {items}",
    },
    "note_valuation_lots": {
        "zh": "{file}：{count} 项持仓属于“{lot}”，单列为一批；限售到期日须补填，之前按可流通判断：{items}",
        "en": "{file}: {count} holdings are kept apart as {lot}; until holdings.restricted_until is filled in they are "
        "judged as tradable: {items}",
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
    "valuation_row_unread": {
        "zh": "该行没有科目代码，未计入（{name}）",
        "en": "the row has no subject code and is in no sum ({name})",
    },
    # Importing
    "help_import": {
        "zh": "把托管人的估值表读入组合文件夹，并列出还缺什么。",
        "en": "Read custodians' valuation tables into a portfolio folder, and list what is still missing.",
    },
    "help_import_files": {
        "zh": "估值表文件，或装有估值表的文件夹（.xlsx、.xls、.csv）。",
        "en": "Valuation tables, or folders of them (.xlsx, .xls, .csv).",
    },
    "help_import_to": {
        "zh": "组合文件夹；不存在则新建，已有的数据保留。",
        "en": "Folder of the portfolio; made if it is not there, and what it holds stays.",
    },
    "help_import_managed_by": {
        "zh": "管理人：代码[,名称,机构类型]。",
        "en": "The manager: ID[,NAME,KIND].",
    },
    "help_import_master": {
        "zh": "证券主数据：工作簿（各工作表为本程序的数据表），或 assets.csv 一类的文件；可重复。",
        "en": "Master data: a workbook whose sheets are tables of a portfolio, or a file like assets.csv; repeatable.",
    },
    "help_import_replace": {
        "zh": "同一产品同一日期已有不同内容时，以新的代替。",
        "en": "Replace what is there of the same product and day with other content.",
    },
    "help_import_accept": {
        "zh": "核对不平的估值表也导入，理由记入组合的说明。",
        "en": "Import tables that do not reconcile, too; the reason stays in the portfolio's notes.",
    },
    "import_path_missing": {"zh": "文件或文件夹不存在", "en": "there is no such file or folder"},
    "import_empty_folder": {"zh": "文件夹中没有估值表", "en": "the folder holds no spreadsheet"},
    "import_from_itself": {
        "zh": "这是要写入的组合文件夹；请把估值表放在它之外",
        "en": "this is the portfolio's own folder: keep valuation tables outside of it",
    },
    "import_no_manager": {
        "zh": "没有写明管理人代码",
        "en": "the manager's id is missing",
    },
    "import_differs": {
        "zh": "产品 {product} 在 {day} 有两份内容不同的估值表，另一份是 {other}",
        "en": "product {product} has two tables of {day} with other content; the other one is {other}",
    },
    "import_differs_there": {
        "zh": "{other} 中已有产品 {product} 在 {day} 的不同内容；如要代替，请用 --replace",
        "en": "{other} has other content of product {product} on {day}; --replace puts this in its place",
    },
    "import_only_csv": {
        "zh": "只能向 .csv 数据表追加；请先把该表另存为 CSV",
        "en": "only tables in .csv can be added to: save this one as CSV first",
    },
    "import_other_manager": {
        "zh": "管理人表中的内容与 --managed-by 不同",
        "en": "the table of managers says otherwise than --managed-by",
    },
    "import_foreign": {
        "zh": "导入按本程序的列名、取值、人民币元和 UTF-8 写入，此设置会把写入的行也换算或改读；请导入到另一个文件夹",
        "en": "import writes the contract's own columns and words, in yuan and UTF-8; this setting would be laid on "
        "what it writes: import into a folder of its own",
    },
    "import_two_ids": {
        "zh": "产品“{name}”在 {other} 中的代码是 {id}；同一产品只能有一个代码：请使文件名（或表内）的代码一致，"
        "或改正 {other} 中的名称",
        "en": "product {name} has the id {id} in {other}; a product has one id: let the file's name or the sheet "
        "give the same code, or put the name in {other} right",
    },
    "import_of_other_manager": {
        "zh": "产品 {product} 在 {other} 中属于管理人 {theirs}，--managed-by 为 {ours}",
        "en": "product {product} belongs to manager {theirs} in {other}, and --managed-by says {ours}",
    },
    "import_told_by": {"zh": "{place}：{what}", "en": "{place}: {what}"},
    "import_would_be": {"zh": "导入后：{what}", "en": "as the folder would be after the import: {what}"},
    "note_import_own_folder": {
        "zh": "{folder} 是组合文件夹，其中 {count} 个文件未作为估值表读取",
        "en": "{folder} is the folder of the portfolio; {count} files in it were not read as valuation tables",
    },
    "note_import_not_kept": {
        "zh": "{file}：产品 {product} 在 {day} 有 {count} 项资产在表中原有多行，或已不再持有，其自有内容未能保留；"
        "首个为 {asset}（{cells}）",
        "en": "{file}: of product {product} on {day}, {count} assets stood in several rows or are gone; what the "
        "folder alone knew of them was not kept, first of {asset} ({cells})",
    },
    "note_import_among_liabilities": {
        "zh": "{file}：产品 {product} 在 {day} 有 {worth} 元的持仓（衍生品）列在负债中，持仓合计比总资产少 {less} 元",
        "en": "{file}: product {product} has on {day} holdings (derivatives) worth {worth} yuan among its "
        "liabilities; its holdings add up to {less} yuan less than its total assets",
    },
    "heading_import_errors": {
        "zh": "未导入任何内容：有 {count} 个问题，须先改正",
        "en": "Nothing was imported: {count} problem(s) to be put right first",
    },
    "note_import_left_alone": {
        "zh": "{folder} 中另有 {count} 个文件不是表格，未读取：{files}",
        "en": "{folder} holds {count} files that are no spreadsheets and were not read: {files}",
    },
    "note_import_other_sheet": {
        "zh": "{file}：工作表“{sheet}”不是估值表，未读取",
        "en": "{file}: sheet {sheet} is no valuation table and was not read",
    },
    "note_import_unreconciled": {
        "zh": "{file}：估值表核对不平（{count} 处），仍予导入，理由：{reason}",
        "en": "{file}: the table does not reconcile ({count} places) and was imported all the same: {reason}",
    },
    "note_import_twice": {
        "zh": "{file}：产品 {product} 在 {day} 的内容与 {other} 相同，只计一次",
        "en": "{file}: says the same of product {product} on {day} as {other}; counted once",
    },
    "note_import_replaced": {
        "zh": "{file}：产品 {product} 在 {day} 的内容代替了 {other} 中原有的",
        "en": "{file}: took the place of what {other} had of product {product} on {day}",
    },
    "note_import_other_word": {
        "zh": "{file}：资产 {asset} 的 {column} 为 {told}，已有的 {stands} 保留",
        "en": "{file}: says {told} for {column} of asset {asset}; {stands}, which is there, stays",
    },
    "note_import_other_words": {
        "zh": "{count} 项资产的 {column} 与估值表不同，已有的保留；首个在 {file}：{asset} 为 {told}，保留 {stands}",
        "en": "{column} of {count} assets is another in valuation tables, and what is there stays; first in {file}: "
        "asset {asset}, {told}; {stands} stays",
    },
    "note_import_newer_word": {
        "zh": "{file}：资产 {asset} 的 {column} 由 {stands} 改为 {told}",
        "en": "{file}: {column} of asset {asset} changed from {stands} to {told}",
    },
    "note_unused_master": {"zh": "主数据未用到", "en": "nothing of the master was used"},
    "import_title": {
        "zh": "{folder} · {tables} 份估值表 · {products} 个产品 · 每份表的行数各归何处",
        "en": "{folder} · valuation tables: {tables} · products: {products} · where their rows went",
    },
    "import_product": {"zh": "产品", "en": "Product"},
    "import_day": {"zh": "估值日期", "en": "Day"},
    "import_net_assets": {"zh": "资产净值", "en": "Net assets"},
    "import_holding": {"zh": "持仓", "en": "Held"},
    "import_cash_like": {"zh": "现金类", "en": "Cash"},
    "import_liability": {"zh": "负债", "en": "Owed"},
    "import_total": {"zh": "合计", "en": "Totals"},
    "import_not_understood": {"zh": "未识别", "en": "Unclear"},
    "import_rows_not_understood": {
        "zh": "未识别的行（资产须补填类型；没有科目的行不在任何合计之内）：",
        "en": "Rows that were not understood (fill in the kind of an asset; rows without subject are in no sum):",
    },
    "import_row": {
        "zh": "{file} 第 {row} 行：{code} {name} {amount}",
        "en": "{file}, row {row}: {code} {name} {amount}",
    },
    "import_missing": {
        "zh": "还缺 {count} 项资料才能判断，请填写 {file}，再次运行即可读取。",
        "en": "{count} facts are missing to judge it; fill in {file}, the next run reads it.",
    },
    "import_waiting": {
        "zh": "{count} 个产品还没有类型等资料；补填后才知道适用哪些限额，届时再列出所需资料：{products}",
        "en": "{count} products lack their kind; which limits apply, and what these need, is listed once it is known: "
        "{products}",
    },
    "import_complete": {"zh": "资料齐全，可以判断。", "en": "Nothing is missing; it can be judged."},
    "import_exemptions": {
        "zh": "另有 {count} 项资料只关系到豁免（不填则不予豁免）。",
        "en": "{count} more only serve exemptions; without them nothing is exempt.",
    },
}
