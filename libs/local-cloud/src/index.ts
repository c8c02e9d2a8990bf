export type { Credentials } from './http/authentication';
export { RequestContext } from './http/request-context';
export type { Service } from './http/service';
export { ServiceError } from './http/service-error';
export type { Fault, FaultEffect, FaultTarget } from './faults/fault';
export { FaultPlan } from './faults/fault-plan';
