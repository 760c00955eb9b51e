/** A failure as an AWS service reports it; each protocol writes it in its own form. */
export class AwsError extends Error {
  /** The error's name on the wire, such as `ResourceNotFoundException`. */
  override readonly name: string;
  readonly status: number;
  /** Members of the error beside its message. */
  readonly members: object;

  constructor(name: string, message: string, status = 400, members: object = {}) {
    super(message);
    this.name = name;
    this.status = status;
    this.members = members;
  }
}

export const invalidParameter = (message: string) => new AwsError('InvalidParameterException', message);

/** The text a service's own input checks give, such as for a `limit` that is too large. */
export const failedConstraint = (member: string, value: unknown, constraint: string) =>
  invalidParameter(
    `1 validation error detected: Value '${String(value)}' at '${member}' failed to satisfy constraint: ${constraint}`,
  );
