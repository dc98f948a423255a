"""Sentences of spreadsheets: files that are none, or whose cells cannot be trusted."""

SENTENCES: dict[str, dict[str, str]] = {
    "not_a_workbook": {
        "zh": "这不是电子表格文件，其内容是{what}；请在 Excel 中打开并另存为 .xlsx",
        "en": "this is no workbook, its content is {what}: open it in Excel and save it as .xlsx",
    },
    "content_html": {"zh": "网页（HTML）", "en": "a web page (HTML)"},
    "content_xml_spreadsheet": {"zh": "Excel 2003 的 XML 表格", "en": "an XML spreadsheet of Excel 2003"},
    "content_text": {"zh": "纯文本", "en": "plain text"},
    "content_pdf": {"zh": "PDF 文件", "en": "a PDF file"},
    "content_picture": {"zh": "图片", "en": "a picture"},
    "content_other_workbook": {
        "zh": "其他格式的工作簿（.ods 或 .xlsb）",
        "en": "a workbook of another format (.ods or .xlsb)",
    },
    "content_document": {"zh": "其他办公文档", "en": "another office document"},
    "content_archive": {"zh": "压缩包", "en": "a packed archive"},
    "content_parquet": {"zh": "Parquet 数据", "en": "Parquet data"},
    "content_unknown": {"zh": "未知的二进制数据", "en": "binary data of an unknown sort"},
    "workbook_is_empty": {"zh": "文件是空的（0 字节）", "en": "the file is empty (0 bytes)"},
    "workbook_password": {
        "zh": "工作簿有密码保护，无法读取；请去掉密码后重新保存",
        "en": "the workbook is protected by a password and cannot be read: save it without one",
    },
    "workbook_damaged": {
        "zh": "工作簿不完整或已损坏，无法读取；请重新取得该文件",
        "en": "the workbook is cut short or damaged and cannot be read: get the file anew",
    },
    "sheet_too_large": {
        "zh": "工作表“{sheet}”的已用区域过大；请删除表格之外的单元格，或另存为 CSV",
        "en": "the sheet {sheet} reaches too far: delete the cells beyond the table, or save it as CSV",
    },
    "formulas_without_values": {
        "zh": "工作表“{sheet}”有 {count} 个公式没有计算结果；请在 Excel 中打开并另存为 .xlsx",
        "en": "the sheet {sheet} has {count} formula(s) without a computed value: "
        "open it in Excel and save it as .xlsx",
    },
}
