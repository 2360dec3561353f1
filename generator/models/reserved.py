"""Names that no model or field may have, because a framework, Python or the generated code has them already.

Each was tried: a field of the name breaks a model, form, schema or factory of the framework that is named beside it, or
takes the place of one of their own attributes.
"""

from __future__ import annotations

import keyword
from collections.abc import Mapping

ADDED = "every record has it already"
OWNER = "`owner: true` in the model adds it"
DJANGO = "Django's models have an attribute of that name"
SQLALCHEMY = "SQLAlchemy's models have an attribute of that name"
FORMS = "WTForms' forms have an attribute of that name"
FACTORIES = "factories of test data have an attribute of that name"
LISTS = "it is a parameter of every list's URL"
PYTHON = "it would hide Python's own"
MODULES = "it would hide something that the code beside it uses"


def _table(groups: Mapping[str, str]) -> dict[str, str]:
    return {name: reason for reason, names in groups.items() for name in names.split()}


FIELDS = _table(
    {
        ADDED: "id pk created_at updated_at",
        OWNER: "owner owner_id",
        DJANGO: """
            adelete arefresh_from_db asave check clean clean_fields date_error_message delete from_db full_clean
            get_constraints get_deferred_fields objects prepare_database_save refresh_from_db save save_base
            serializable_value unique_error_message validate_constraints validate_unique
        """,
        SQLALCHEMY: "metadata query query_class registry",
        FORMS: """
            data errors form_errors hidden_tag is_submitted meta populate_obj post_process process validate
            validate_on_submit
        """,
        FACTORIES: "build build_batch create create_batch generate reset_sequence simple_generate stub stub_batch",
        LISTS: "page page_size search ordering",
        PYTHON: """
            bool bytes classmethod cls date datetime dict float frozenset int list object property self set
            staticmethod str super time timedelta tuple
        """,
        MODULES: """
            column current_time factory fields forms mapped_column models now one_of relationship serializers settings
            timezone uuid uuid4 validators
        """,
    }
)
"""Why a field cannot have the name."""

MODELS = _table(
    {
        "the code for people has it already": "User Users Role AnonymousUser",
        "the code for tokens has it already": "Token Scope",
        "Django has it already": "ContentType Group LogEntry Migration Permission Session Site",
        "the audit trail has it already": "AuditEntry Change",
        "models are written with it": """
            Amount Base CheckConstraint Column Decimal Enum Field ForeignKey Index JSON Manager Mapped MaxValueValidator
            Meta MinValueValidator Model Moment Owned OwnedRecord Record RegexValidator Select StoredFile StoredImage
            String StockField StockForm StrEnum Table Text TextChoices Timestamped UniqueConstraint QuerySet
        """,
        "forms, the API or their tests are written with it": """
            Between Blueprint BooleanField BytesIO Choice Client Clock ContentFile DateField DateTimeLocalField Day
            DecimalField Described Digits DjangoModelFactory EMAIL EmailField EMAILS Exact FACTORIES Factory
            FileAddress FileField FileInput FileResource FileStorage Filter Flask FlaskForm FloatField Form Http404
            HttpRequest HttpResponse HttpResponseBase HTTPStatus ImageField InputRequired IntegerField
            IntegrityError InvalidPage Json JSONBody JsonField KeptFile Kind LazyFunction Lists Maker Markup
            MomentField MultiPartParser NoReturn Number NumberInput OneOf OwnedAdmin OwnedViewSet Paginator
            ParametersRefused PASSWORD Perhaps PermissionDenied Problem Program PurePath Q READ RecordAdmin
            RecordForm RecordSerializer RecordViewSet Reference ReferenceFilter References Related Request
            RequestFactory Resource RESOURCES Response RestrictedError Right Rights ROLES Schema SelectChoice
            SelectField SelectMultipleField Serializer Settings Several SimpleRouter SLUG SQLAlchemyModelFactory
            StatementError StopValidation StorageError Strict StringField SubFactory TextAreaField TextInput
            TimeField Truth TypeAdapter TYPES Upload UploadInput URL URLField URLPattern UserFactory UuidField
            ValidationError View Visitor Whole WRITE Written
        """,
        "Python has it already": """
            Any Callable ClassVar Date Datetime Exception False Generic Iterable Iterator List Literal Mapping None
            Optional Protocol Self Sequence Time True Type TypeVar Union UTC UUID Uuid
        """,
    }
)
"""Why a model cannot have the name."""

PLURALS = _table(
    {
        "the application has a page or a part of that name": """
            accounts admin api app docs error errors health login logout media metrics people records session static
            user users
        """,
        "the database has a table of that name": """
            alembic_version audit_entries changes django_admin_log django_content_type django_migrations
            django_session roles roles_users sqlite_master sqlite_sequence tokens
        """,
    }
)
"""Why many of a model cannot be called so, in URLs and as a table."""

WORDS = _table(
    {
        "Python has it already": """
            bool bytes classmethod date datetime dict filter float input int list map next object property range set
            str super time tuple type
        """,
        "the code beside it has it already": "api db demo factories forms models rights tests views",
    }
)
"""Why a model cannot be called so in code, as one or as many."""


def is_python_keyword(name: str) -> bool:
    """Return whether the name is a keyword, or a soft keyword such as `match`; `type` is allowed."""
    return keyword.iskeyword(name) or (keyword.issoftkeyword(name) and name != "type")
