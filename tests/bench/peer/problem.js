// What goes wrong, as RFC 9457 says it.

export class Problem extends Error {
  constructor(status, name, { errors = [], headers = {} } = {}) {
    super(name);
    Object.assign(this, { status, name, errors, headers });
  }

  answer(base) {
    const body = { type: `${base}/problems/${this.name}`, title: this.name, status: this.status, detail: this.name };
    if (this.errors.length > 0) body.errors = this.errors;
    return new Response(JSON.stringify(body), {
      status: this.status,
      headers: { "Content-Type": "application/problem+json", ...this.headers },
    });
  }
}
