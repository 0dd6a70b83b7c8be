"""Step 1: the file, and where its rows go."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from ..forms import UploadForm
from ..services.batches import receive
from .base import NAMESPACE, ImportsView, add_errors


class UploadView(ImportsView):
    """The form; what cannot be read is said beside the file and not stored."""

    page_title = _("导入条目")
    template_name = "gongkai_imports/admin/upload.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The empty form."""
        return self._shown(UploadForm(request.user))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Store the file and go on to its columns."""
        form = UploadForm(request.user, request.POST, request.FILES)
        if not form.is_valid():
            return self._shown(form)
        chosen = form.cleaned_data
        saved = chosen["saved"]
        try:
            batch = receive(
                request.user,
                chosen["file"],
                chosen["column"],
                organ=chosen["organ"],
                mapping=saved.columns if saved else {},
                options={"category": chosen["category"], "kind": chosen["kind"]},
                archive=chosen["archive"],
            )
        except PermissionDenied as error:
            form.add_error("column", str(error))
            return self._shown(form)
        except ValidationError as error:
            # A sentence on no field is about the file.
            if not hasattr(error, "error_dict"):
                error = ValidationError({"file": error.messages})
            add_errors(form, error)
            return self._shown(form)
        return redirect(f"{NAMESPACE}:columns", batch.pk)

    def _shown(self, form: UploadForm) -> HttpResponse:
        answer: HttpResponse = self.render_to_response(self.get_context_data(form=form))
        return answer
