package io.github.openrouterproxy.openai;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.exchange.Body;
import io.github.openrouterproxy.exchange.Headers;
import io.github.openrouterproxy.openai.RequestReader.Wanted;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which parts of a form name the model and ask for a stream, and that the content of files never does. */
class FormFieldsTest {
    private static final String MODEL = field("form-data; name=\"model\"", "whisper-1");
    private static final String END = "--b--\r\n";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "form-data; name=\"file\"; filename=\"model.jsonl\"",
                "form-data; filename=\"x\"; name=\"model\"",
                "form-data; name=\"model\"; filename=\"x\"",
                "form-data; name=\"file\"; filename=\"a; name=model\"",
                "form-data; name=\"model_id\"",
                "form-data; name=model_id",
                "form-data; name=\"file\"; filename=\"stream.txt\"",
            })
    void aFileOrAFieldWithALikeNameIsNotTheModel(String disposition) {
        String other = field(disposition, "true");

        assertThat(wanted("multipart/form-data; boundary=b", other + END)).isEqualTo(Wanted.NOTHING);
        assertThat(wanted("multipart/form-data; boundary=b", MODEL + other + END))
                .isEqualTo(new Wanted("whisper-1", false));
    }

    @Test
    void aFormInsideAFileIsContent() {
        String file = field("form-data; name=\"file\"; filename=\"a\"", MODEL.replace("--b", "--c"));

        assertThat(wanted("multipart/form-data; boundary=b", file + END)).isEqualTo(Wanted.NOTHING);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "multipart/form-data; boundary=b",
                "Multipart/Form-Data; charset=utf-8; Boundary=\"b\"",
                "multipart/form-data;boundary=b; charset=utf-8",
            })
    void fieldsAreReadHoweverTheClientWritesThem(String type) {
        String stream = "--b\nContent-Type: text/plain\ncontent-disposition: form-data;name=stream\n\ntrue\n";

        assertThat(wanted(type, stream + MODEL + END)).isEqualTo(new Wanted("whisper-1", true));
    }

    @Test
    void aFormOfNothingButShortLinesIsReadWithoutOverflow() {
        String form = "--b\r\n" + "a\n".repeat(30_000) + END;

        assertThat(wanted("multipart/form-data; boundary=b", form)).isEqualTo(Wanted.NOTHING);
        assertThat(wanted("multipart/form-data; boundary=b", MODEL.repeat(2000) + END))
                .isEqualTo(new Wanted("whisper-1", false));
    }

    @Test
    void withoutABoundaryNothingIsKnown() {
        assertThat(wanted("multipart/form-data", MODEL + END)).isEqualTo(Wanted.NOTHING);
    }

    private static String field(String disposition, String content) {
        return "--b\r\nContent-Disposition: " + disposition + "\r\n\r\n" + content + "\r\n";
    }

    private static Wanted wanted(String contentType, String form) {
        Headers headers = Headers.NONE.with("Content-Type", contentType);
        return RequestReader.read(headers, Body.whole(Answers.utf8(form)));
    }
}
