// Jest runs tests in a realm of their own, where an error that Node itself made, such as ECONNREFUSED, is no
// `instanceof Error`; the AWS SDK then wraps it and loses its code. Outside of Jest there is one realm only.
const { isNativeError } = require('node:util').types;

const ordinary = Function.prototype[Symbol.hasInstance];

Object.defineProperty(Error, Symbol.hasInstance, {
  value(candidate) {
    return ordinary.call(this, candidate) || (this === Error && isNativeError(candidate));
  },
});
