"""How a delivered file is to be read, where the file itself does not say it."""

from __future__ import annotations

import codecs
from typing import Literal

from pydantic import Field, field_validator, model_validator

from phare.config.base import Model


class CodebookSheet(Model):
    """Where a workbook keeps its codebook. What is left out is detected."""

    sheet: str | None = Field(default=None, description="name of the sheet")
    variable: str | None = Field(default=None, description="heading over the variables' names")
    variable_label: str | None = Field(default=None, description="heading over their labels")
    code: str | None = Field(default=None, description="heading over the codes")
    code_label: str | None = Field(default=None, description="heading over the codes' labels")


class Reader(Model):
    """How a delivered file is to be read. What is left out is detected and reported."""

    encoding: str | None = Field(default=None, description="utf-8, windows-1252, utf-16, ...")
    separator: str | None = Field(
        default=None, min_length=1, max_length=1, description="between the values of a .csv"
    )
    decimal: Literal[".", ","] | None = Field(default=None, description="mark of a .csv")
    sheet: str | None = Field(default=None, description="sheet of a workbook with the respondents")
    codebook: CodebookSheet | None = Field(default=None, description="sheet with the codebook")
    catalogue: str | None = Field(
        default=None, description="SAS format catalogue (.sas7bcat), beside the delivered file"
    )

    @field_validator("encoding")
    @classmethod
    def _known_encoding(cls, encoding: str | None) -> str | None:
        if encoding is not None:
            try:
                codecs.lookup(encoding)
            except LookupError:
                raise ValueError("an encoding that exists, such as windows-1252") from None
        return encoding

    @field_validator("catalogue")
    @classmethod
    def _beside(cls, catalogue: str | None) -> str | None:
        if catalogue is not None and ("/" in catalogue or "\\" in catalogue):
            raise ValueError("the name of a file in the folder of the delivered one")
        return catalogue

    @model_validator(mode="after")
    def _marks_differ(self) -> Reader:
        if self.separator is not None and self.separator == self.decimal:
            raise ValueError("a separator other than the decimal mark")
        return self
