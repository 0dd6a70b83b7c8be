"""What fields of the v3 API take that Wagtail leaves open: codes for keys, blocks that are such.

Registered before Wagtail makes its schemas, which it does at the first import of its registry.
"""

from __future__ import annotations

import sys
from typing import Annotated, Any

from django.core.exceptions import BadRequest, ObjectDoesNotExist
from django.core.exceptions import ValidationError as FormError
from django.db.models import Field, ForeignKey
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from pydantic import AfterValidator, BaseModel, ConfigDict
from pydantic import Field as PydanticField
from pydantic import ValidationError as SchemaError
from pydantic_core import PydanticCustomError
from wagtail.contrib.table_block.blocks import TableBlock
from wagtail.fields import StreamField

_OURS = "gongkai_"
_REGISTRY = "wagtail.api.v3.registry"
# By the model that a foreign key leads to: the field by which others call its rows.
CODES = {
    "gongkai_catalogue.organ": "slug",
    "gongkai_catalogue.topic": "code",
    "gongkai_catalogue.genre": "code",
    "gongkai_catalogue.audience": "code",
    "gongkai_catalogue.itempage": "index_number",
}
# Whatever a block makes of a value that is none of its own.
_UNFIT = (
    AttributeError,
    BadRequest,
    FormError,
    IndexError,
    KeyError,
    OverflowError,
    SchemaError,
    TypeError,
    ValueError,
)
_LARGEST_KEY = 2**63 - 1


class BlockInput(BaseModel):
    """A block of a body."""

    model_config = ConfigDict(extra="forbid")

    type: str
    value: Any = None
    id: str | None = None


class Cell(BaseModel):
    """How a cell of a table is aligned."""

    model_config = ConfigDict(extra="forbid")

    row: int = PydanticField(ge=0)
    col: int = PydanticField(ge=0)
    className: str = PydanticField("", pattern=r"^[A-Za-z -]{0,100}$")


class Merge(BaseModel):
    """Cells of a table that are one."""

    model_config = ConfigDict(extra="forbid")

    row: int = PydanticField(ge=0)
    col: int = PydanticField(ge=0)
    rowspan: int = PydanticField(ge=1)
    colspan: int = PydanticField(ge=1)
    removed: bool = False


class Table(BaseModel):
    """The value of Wagtail's table block, which believes whatever its script wrote."""

    model_config = ConfigDict(extra="forbid")

    data: list[list[str | None]] = PydanticField(min_length=1)
    cell: list[Cell] = []
    mergeCells: list[Merge] = []
    first_row_is_table_header: bool = False
    first_col_is_header: bool = False
    table_header_choice: str = PydanticField("", pattern=r"^(row|column|both|neither)?$")
    table_caption: str = PydanticField("", max_length=300)


def register() -> bool:
    """Register; False where Wagtail made its schemas already, which then know keys only."""
    if _REGISTRY in sys.modules:
        return False
    from wagtail.api.v3.schemas.generators import write

    for generator in (write.create_generator, write.patch_generator):
        generator.register_field_schema(ForeignKey, _foreign_key)
        generator.register_field_schema(StreamField, _blocks)
    return _REGISTRY not in sys.modules


def _foreign_key(generator: Any, field: Field[Any, Any]) -> Any:
    from wagtail.api.v3.schemas.generators.write import foreign_key_schema

    model: Any = field.related_model
    code = CODES.get(model._meta.label_lower)
    if not field.model._meta.app_label.startswith(_OURS):
        return foreign_key_schema(generator, field)
    if code is None:
        # By the field's own name, as what is read has it; Wagtail's would be ``document_id``.
        return (int | None, None) if field.null else (int, PydanticField(...))

    def resolve(value: int | str | None) -> int | None:
        return _key_of(model, code, value)

    default = PydanticField(
        default=None,
        description=_("“%(model)s”的编号（数字），或者其“%(code)s”（文字）。")
        % {
            "model": model._meta.verbose_name,
            "code": model._meta.get_field(code).verbose_name,
        },
    )
    return Annotated[int | str | None, AfterValidator(resolve)], default


def _key_of(model: Any, code: str, value: int | str | None) -> int | None:
    if value is None or value == "":
        return None
    rows = model._default_manager.all()
    try:
        if isinstance(value, str):
            return int(rows.values_list("pk", flat=True).get(**{code: value.replace("\0", "")}))
        if 0 < value <= _LARGEST_KEY and rows.filter(pk=value).exists():
            return value
    except (ObjectDoesNotExist, model.MultipleObjectsReturned):
        pass
    raise PydanticCustomError(
        "unknown_code",
        "{sentence}",
        {
            "sentence": _("没有“%(value)s”这个%(model)s，请核对代码。")
            % {"value": str(value)[:50], "model": model._meta.verbose_name}
        },
    )


def _blocks(generator: Any, field: Field[Any, Any]) -> Any:
    block = getattr(field, "stream_block")  # noqa: B009 - of a StreamField, which is untyped

    def check(value: list[BlockInput]) -> list[BlockInput]:
        for number, each in enumerate(value, 1):
            _require_fit(block, each, number)
        return value

    description = _("各块依次列出，每块为{type, value}；可用的type：%s。") % "、".join(
        block.child_blocks
    )
    default: Any = PydanticField(default_factory=list, description=description)
    return Annotated[list[BlockInput], AfterValidator(check)], default


def _require_fit(stream: Any, given: BlockInput, number: int) -> None:
    """Refuse a block that the form could not even read; what it says is the form's business."""
    from wagtail.api.v3.form_data import flatten_block_value

    if given.type not in stream.child_blocks:
        raise _unfit(
            _("第%(number)d块的type“%(type)s”不存在，可以是%(types)s。")
            % {
                "number": number,
                "type": given.type[:50],
                "types": "、".join(stream.child_blocks),
            }
        )
    data: MultiValueDict[str, Any] = MultiValueDict()
    try:
        if isinstance(stream.child_blocks[given.type], TableBlock):
            Table.model_validate(given.value)
        flatten_block_value(stream, [given.model_dump()], "body", data)
        stream.get_prep_value(stream.value_from_datadict(data, MultiValueDict(), "body"))
    except _UNFIT as error:
        raise _unfit(
            _("第%(number)d块（%(type)s）的value不合要求，请对照文档核对其结构。")
            % {"number": number, "type": given.type}
        ) from error


def _unfit(sentence: str) -> PydanticCustomError:
    return PydanticCustomError("unfit_block", "{sentence}", {"sentence": sentence})
