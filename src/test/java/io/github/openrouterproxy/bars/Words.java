package io.github.openrouterproxy.bars;

import java.util.Random;

/** Text such as people and models write it: few words often, many words seldom. One thread. */
final class Words {
    private static final String[] ENGLISH = """
            the of and to in is that for it as was with be by on not this are or from at which but have an they
            you were their one all we can there been if more when will would who so no what about time than into
            could other its only some new them these two may then do first any my now such like our over man
            even most made after also did many before must through back years where much your way well down
            should because each just those people how too little state good very make world still own see work
            long get here between both life being under never day same another know while last might us great
            old year off come since against go came right used take three answer question model system number
            value result data function string list server request response error file user table index search
            memory stream token cost price key time zone network report summary translate explain example
            compare improve weather customer invoice contract meeting project schedule travel music history
            science garden market language picture window letter morning evening kitchen engine bridge doctor
            teacher student river island mountain forest station airport library museum factory office hospital
            budget decision knowledge energy
            """.strip().split("\\s+", -1);

    private static final String[] SYLLABLES = """
            ba re ti lo mu sen dor vi kal pro ther ing ate con per an el is or um qua fin gra ste ble nor pi zan
            hex jo wy
            """.strip().split("\\s+", -1);

    private static final String CHINESE = "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后"
            + "多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四"
            + "日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直"
            + "题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必"
            + "战先回则任取据处队南给色光门即保治北造百规热领七海口东导器压志世金增争济阶油思术极交受联什认六共权收证改清己美再采转更单风切打白教速花"
            + "带安场身车例真务具万每目至达走积示议声报斗完类八离华名确才科张信马节话米整空元况今集温传土许步群广石记需段研界拉林律叫且究观越织装影算";
    private static final int KNOWN_WORDS = 30_000;
    private static final int KNOWN_CHINESE_WORDS = 8_000;

    private final Random random;

    Words(long seed) {
        this.random = new Random(seed);
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    boolean oneIn(int many) {
        return random.nextInt(many) == 0;
    }

    String word() {
        int rank = rank(KNOWN_WORDS);
        return rank < ENGLISH.length ? ENGLISH[rank] : seldom(rank);
    }

    String identifier() {
        String second = word();
        return word() + Character.toUpperCase(second.charAt(0)) + second.substring(1);
    }

    /** At least so many characters of sentences. */
    String english(int length) {
        StringBuilder text = new StringBuilder();
        while (text.length() < length) {
            String word = word();
            text.append(Character.toUpperCase(word.charAt(0))).append(word, 1, word.length());
            for (int i = 4 + below(12); i > 0; i--) {
                text.append(' ').append(word());
            }
            text.append(oneIn(5) ? "? " : ". ");
        }
        return text.toString();
    }

    String chinese(int length) {
        StringBuilder text = new StringBuilder();
        while (text.length() < length) {
            for (int i = 3 + below(8); i > 0; i--) {
                int rank = rank(KNOWN_CHINESE_WORDS);
                text.append(CHINESE.charAt(rank * 7 % CHINESE.length()));
                text.append(CHINESE.charAt(rank * 31 % CHINESE.length()));
            }
            text.append(oneIn(3) ? '。' : ',');
        }
        return text.toString();
    }

    String code(int length) {
        StringBuilder text = new StringBuilder();
        while (text.length() < length) {
            String name = identifier();
            text.append("def ")
                    .append(name)
                    .append("(")
                    .append(word())
                    .append(", ")
                    .append(word());
            text.append("=").append(below(100)).append("):\n");
            for (int i = 1 + below(4); i > 0; i--) {
                text.append("    ")
                        .append(identifier())
                        .append(" = self.")
                        .append(word())
                        .append("[");
                text.append(below(1000))
                        .append("] + ")
                        .append(word())
                        .append(".")
                        .append(identifier())
                        .append("()\n");
            }
            text.append("    return ").append(word()).append("\n\n");
        }
        return text.toString();
    }

    String base64(int length) {
        StringBuilder text = new StringBuilder();
        while (text.length() < length) {
            text.append("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".charAt(below(64)));
        }
        return text.toString();
    }

    byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    /** One of the most frequent Chinese words. */
    static String frequentChinese() {
        return CHINESE.substring(7, 8) + CHINESE.charAt(31);
    }

    /** The first ones by far the most often. */
    int rank(int many) {
        double share = random.nextDouble();
        return (int) (many * share * share * share * share);
    }

    private static String seldom(int rank) {
        StringBuilder word = new StringBuilder();
        for (int rest = rank; rest > 0; rest /= SYLLABLES.length) {
            word.append(SYLLABLES[rest % SYLLABLES.length]);
        }
        return word.toString();
    }
}
