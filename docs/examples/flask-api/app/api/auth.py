"""Who calls the API: a program with a token."""

from apiflask import HTTPTokenAuth, abort

from app.api.api_token import SCOPES, ApiToken, find_token

auth = HTTPTokenAuth(description="A token of `flask token create`.")


@auth.verify_token  # type: ignore[untyped-decorator]
def verify_token(token: str) -> ApiToken:
    # A wrong token is refused even where a token is optional.
    return find_token(token) or abort(401, headers={"WWW-Authenticate": "Bearer"})


@auth.get_user_roles  # type: ignore[untyped-decorator]
def get_scopes(token: ApiToken) -> list[str]:
    return SCOPES[token.scope]
