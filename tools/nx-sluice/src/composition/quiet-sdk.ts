// The AWS SDK announces on every start which Node versions its future releases will need. The release that is pinned
// here supports this one, and the notice would stand above each command's own words.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
