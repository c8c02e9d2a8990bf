import { ServiceError } from '../../http/service-error';

/** CodePipeline's error types, as its API reference names them. All are 400. */
type ErrorType =
  | 'ValidationException'
  | 'InvalidNextTokenException'
  | 'PipelineNotFoundException'
  | 'PipelineVersionNotFoundException'
  | 'PipelineExecutionNotFoundException'
  | 'PipelineExecutionNotStoppableException'
  | 'DuplicatedStopRequestException'
  | 'StageNotFoundException'
  | 'SerializationException'
  | 'UnknownOperationException';

export function apiError(type: ErrorType, message: string): ServiceError {
  return new ServiceError(type, 400, message);
}
