// Reading the API. Errors are problem details (RFC 9457): their `detail` says what to do.

const root = document.querySelector("meta[name=gongkai-api]").content;

export class Problem extends Error {
  constructor(detail, status) {
    super(detail);
    this.status = status;
  }
}

// Reads a resource. `path` is relative to the API, or an absolute address that the API gave.
export async function read(path, parameters = {}) {
  const address = new URL(path, root);
  for (const [name, value] of Object.entries(parameters)) {
    if (value) address.searchParams.set(name, value);
  }
  let response;
  try {
    response = await fetch(address, { headers: { Accept: "application/json" } });
  } catch {
    throw new Problem("连接不上开放接口，请检查网络后重试。", 0);
  }
  const answer = await response.json().catch(() => null);
  if (!response.ok || answer === null) {
    throw new Problem(answer?.detail ?? "开放接口暂时不能回答，请稍后重试。", response.status);
  }
  return answer;
}
