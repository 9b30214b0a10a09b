"""Refusals of the cloud signature service. The operator publishes no list of codes; these are HTTP statuses."""

from typing import Any


class Refusal(Exception):
    """An answer with this status, which is also the `errorCode`, and a text that may be shown to the user."""

    def __init__(self, status: int, message: str, *, inactive_reason: str | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.inactive_reason = inactive_reason

    def body(self) -> dict[str, Any]:
        return {
            "errorCode": self.status,
            "errorMessage": self.message,
            "isActive": False,
            "inactiveReason": self.inactive_reason,
        }


def malformed(field: str) -> Refusal:
    return Refusal(400, f"Неверный запрос: поле {field}")


def not_tied() -> Refusal:
    return Refusal(404, "Пользователь не найден или не связан с данной организацией")


def inactive() -> Refusal:
    return Refusal(403, "Облачная электронная подпись не активна", inactive_reason=INACTIVE_REASON)


def no_certificate() -> Refusal:
    return Refusal(404, "Сертификат не найден")


def certificate_not_valid(what: str) -> Refusal:
    return Refusal(409, f"Сертификат недействителен: {what}")


def wrong_code(left: int) -> Refusal:
    return Refusal(422, f"Неверный код подтверждения. Осталось попыток: {left}")


def code_expired() -> Refusal:
    return Refusal(410, "Срок действия кода подтверждения истёк")


def locked(minutes: int) -> Refusal:
    return Refusal(423, f"Пользователь временно заблокирован. Повторите через {minutes} мин.")


def too_many_codes() -> Refusal:
    return Refusal(429, "Слишком много запросов кода. Повторите позже")


def session_expired() -> Refusal:
    return Refusal(440, "Сессия подписания истекла, запросите новый код")


INACTIVE_REASON = "Срок оплаченного периода истёк; обратитесь в центр обслуживания"
