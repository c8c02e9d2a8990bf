import { keysAddress } from './public-keys';

const arnIn = (partition: string, region: string) =>
  `arn:${partition}:elasticloadbalancing:${region}:123456789012:loadbalancer/app/console/50dc6c495c0c9188`;

it.each([
  ['aws', 'eu-west-1', 'https://public-keys.auth.elb.eu-west-1.amazonaws.com'],
  [
    'aws-us-gov',
    'us-gov-west-1',
    'https://s3-us-gov-west-1.amazonaws.com/aws-elb-public-keys-prod-us-gov-west-1',
  ],
  [
    'aws-us-gov',
    'us-gov-east-1',
    'https://s3-us-gov-east-1.amazonaws.com/aws-elb-public-keys-prod-us-gov-east-1',
  ],
])('knows where load balancers of %s in %s publish their keys', (partition, region, expected) => {
  expect(keysAddress(arnIn(partition, region))).toBe(expected);
});

it.each(['aws-cn', 'aws-iso'])('says that it does not know where those of %s do', (partition) => {
  expect(() => keysAddress(arnIn(partition, 'cn-north-1'))).toThrow(
    expect.objectContaining({
      message: expect.stringContaining(`the partition ${partition}`),
      code: 'invalid-configuration',
    }),
  );
});
