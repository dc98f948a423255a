"""Every name in the tables stands for one thing."""

import subprocess
import sys

import pytest

from concentration.vocabulary.tables import TABLES, folded, names_of_columns, names_of_tables, words_of

ALL = list(TABLES.values())


@pytest.mark.parametrize("table", ALL, ids=lambda table: table.name)
def test_no_header_names_two_columns_of_a_table(table):
    headers = [folded(name) for column in table.columns for name in (column.name, *column.zh)]
    assert len(headers) == len(set(headers)) == len(names_of_columns(table))


def test_no_file_name_names_two_tables():
    names = [folded(name) for table in ALL for name in (table.name, *table.zh)]
    assert len(names) == len(set(names)) == len(names_of_tables())


@pytest.mark.parametrize(
    "column",
    [column for table in ALL for column in table.columns if column.values],
    ids=lambda column: column.name,
)
def test_no_word_names_two_values_of_an_enumeration(column):
    words = [folded(word) for value in column.values for word in (value.name, *value.zh)]
    assert len(words) == len(set(words)) == len(words_of(column.values))
    assert all(value.zh for value in column.values)


@pytest.mark.parametrize("table", ALL, ids=lambda table: table.name)
def test_every_column_has_a_chinese_header_and_keys_are_columns(table):
    assert all(column.zh for column in table.columns)
    assert set(table.key) <= {column.name for column in table.columns}
    assert all(column.required for column in table.columns if column.filled)


def test_four_tables_are_needed_and_two_wait_for_later_issues():
    assert [table.name for table in ALL if table.needed] == ["managers", "products", "assets", "holdings"]
    assert [table.name for table in ALL if not table.supported] == ["orders"]


def test_the_words_of_the_contract_are_read():
    assert names_of_columns(TABLES["products"])["募集资金余额"] == "raised_balance"
    assert names_of_columns(TABLES["products"])["实收信托"] == "raised_balance"
    assert names_of_columns(TABLES["holdings"])["限售到期日"] == "restricted_until"
    assert words_of(TABLES["managers"].column("kind").values)["理财公司"] == "wealth_company"
    assert words_of(TABLES["products"].column("operation").values)["定期开放"] == "periodic"


def test_full_width_letters_and_case_make_no_other_name():
    assert folded(" ＱＤＩＩ基金\u3000") == "qdii基金"


def test_the_tables_are_there_without_polars():
    code = "import sys, concentration.vocabulary.tables; sys.exit('polars' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
