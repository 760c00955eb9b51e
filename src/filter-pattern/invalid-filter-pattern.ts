/** What CloudWatch Logs answers to every pattern it does not understand, under the name that it has there. */
export class InvalidFilterPattern extends Error {
  override readonly name = 'InvalidParameterException';

  constructor() {
    super('Invalid filter pattern');
  }
}
