import {escapeXml} from './answers.js';
import type {Operations} from './service-call.js';
import type {StackResource, StackStore} from './stack-store.js';
import {takePage} from './take-page.js';

/** As many as CloudFormation gives at once (observed; the API reference says only that there may be more). */
const pageSize = 100;

/** The calls of CloudFormation that the local AWS answers, in XML. */
export const cloudFormationOperations = (stacks: StackStore): Operations => ({
  ListStackResources: input => {
    const {resources} = stacks.get(input.requiredText('StackName'));
    const {items, nextToken} = takePage(resources, {limit: pageSize, token: input.text('NextToken')});
    const members = items.map(resource => `<member>${summaryOf(resource)}</member>`).join('');
    const token = nextToken.nextToken === undefined ? '' : element('NextToken', nextToken.nextToken);
    return (
      '<ListStackResourcesResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/">' +
      `<ListStackResourcesResult><StackResourceSummaries>${members}</StackResourceSummaries>${token}` +
      '</ListStackResourcesResult><ResponseMetadata><RequestId>5f2b0c10-6b3e-11f0-9b6a-0a1b2c3d4e5f</RequestId>' +
      '</ResponseMetadata></ListStackResourcesResponse>'
    );
  },
});

const summaryOf = ({logicalId, physicalId, type, status = 'CREATE_COMPLETE'}: StackResource) =>
  element('LogicalResourceId', logicalId) +
  element('PhysicalResourceId', physicalId) +
  element('ResourceType', type) +
  element('LastUpdatedTimestamp', '2026-01-01T00:00:00.000Z') +
  element('ResourceStatus', status) +
  '<DriftInformation><StackResourceDriftStatus>NOT_CHECKED</StackResourceDriftStatus></DriftInformation>';

const element = (name: string, text: string) => `<${name}>${escapeXml(text)}</${name}>`;
