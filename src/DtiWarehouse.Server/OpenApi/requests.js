// The pages send a list from which everything was taken back as an empty option, which OData refuses: it is left out.
window.addEventListener("load", () => {
    const create = window.SwaggerUIBundle;
    const withoutEmptyOptions = (request) => {
        const [path, query] = request.url.split("?");
        const options = (query ?? "").split("&").filter((option) => option && !/^%24\w+=$/.test(option));
        request.url = options.length ? `${path}?${options.join("&")}` : path;
        return request;
    };
    window.SwaggerUIBundle = Object.assign((config) => create({ ...config, requestInterceptor: withoutEmptyOptions }), create);
});
