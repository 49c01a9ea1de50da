# SPDX-License-Identifier: GPL-3.0-or-later
"""What the APIs put around a model's words."""
import json


def gemini_envelope(answer, asked):
    text = answer.text if isinstance(answer.text, (str, type(None))) else json.dumps(answer.text)
    parts = [{"text": answer.thought, "thought": True}] if answer.thought else []
    parts += [{"text": text}] if text is not None else []
    candidate = {"finishReason": answer.finish or "STOP", "index": 0}
    if parts:
        candidate["content"] = {"role": "model", "parts": parts}
    envelope = {
        "candidates": [candidate],
        "modelVersion": answer.served or asked,
        "usageMetadata": {
            "promptTokenCount": 100,
            "candidatesTokenCount": 20,
            "totalTokenCount": 120,
        },
    }
    if answer.blocked:
        envelope.pop("candidates")
        envelope["promptFeedback"] = {"blockReason": "SAFETY"}
    return envelope


def openai_envelope(answer, asked):
    text = answer.text if isinstance(answer.text, (str, type(None))) else json.dumps(answer.text)
    if answer.thought:
        text = f"<think>{answer.thought}</think>{text or ''}"
    message = {"role": "assistant", "content": text}
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1,
        "model": answer.served or asked,
        "choices": [{"index": 0, "message": message, "finish_reason": answer.finish or "stop"}],
        "usage": {"prompt_tokens": 100, "completion_tokens": 20, "total_tokens": 120},
    }
